import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArecordMicrophone } from '../../src/microphone/arecord-microphone.ts';
import type { Health } from '../../src/system/health.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

/** What goes wrong between a microphone and its card; each time it is heard again when that is over. */

let programs: FakePrograms;
let clock: FakeClock;
let microphone: ArecordMicrophone;
let heard: string;
let gaps: string[];
let health: Health[];

beforeEach(() => {
  programs = new FakePrograms();
  clock = new FakeClock();
  microphone = new ArecordMicrophone({ device: 'plughw:CARD=Mic', clock });
  microphone.attend('closely');
  heard = '';
  gaps = [];
  health = [];
});

afterEach(async () => {
  const stopped = microphone.stop();
  clock.advance(60_000);
  await stopped;
  programs.dispose();
});

describe('a recording that fails', () => {
  it.each([
    [
      'there is no such card',
      'ALSA lib confmisc.c:165:(snd_config_get_card) Cannot get card index for Mic\narecord: main:831: audio open error: No such device',
      'There is no sound device "plughw:CARD=Mic": connect the card, or choose a name that "arecord -L" or "aplay -L" lists.',
    ],
    [
      'another program has it',
      'arecord: main:831: audio open error: Device or resource busy',
      'The sound device "plughw:CARD=Mic" is in use by another program: stop that one, or share the card with ALSA\'s dmix and dsnoop.',
    ],
    [
      'it refuses the rate',
      'arecord: set_params:1387: cannot set rate',
      'The sound device "plughw:CARD=Mic" does not offer 16-bit mono at the rate that is needed: use "plughw:" in place of "hw:".',
    ],
    [
      'it is pulled out',
      "Recording raw data 'stdin' : Signed 16 bit Little Endian, Rate 16000 Hz, Mono\narecord: pcm_read:2221: read error: No such device",
      'There is no sound device "plughw:CARD=Mic": connect the card, or choose a name that "arecord -L" or "aplay -L" lists.',
    ],
  ])('because %s is explained, and heard again after that', async (_, words, reason) => {
    programs.put('arecord', `echo '${words}' >&2; exit 1`.replaceAll("'stdin'", 'stdin'));
    start();
    await until(() => health.length === 1);
    expect(health).toEqual([{ state: 'down', reason }]);
    programs.put('arecord', 'printf ab; exec sleep 100');
    clock.advance(20);
    await until(() => heard === 'ab');
    expect(health[1]).toEqual({ state: 'up', by: 'arecord' });
  });

  it('because nothing converts its rate is explained, and nothing of it is heard', async () => {
    programs.put(
      'arecord',
      'echo "Warning: rate is not accurate (requested = 16000Hz, got = 48000Hz)" >&2; wait_for more; printf ab; exec sleep 100',
    );
    start();
    await until(() => health.length === 1);
    expect(health[0]).toEqual({
      state: 'down',
      reason:
        'The sound device "plughw:CARD=Mic" records at 48000 Hz although 16000 are needed: put "plug:" in front of its name.',
    });
    expect(isAlive(programs.pid('arecord'))).toBe(false);
    expect(heard).toBe('');
  });
});

describe('sound that comes oddly', () => {
  it('one byte at a time is heard as whole samples', async () => {
    programs.put(
      'arecord',
      'for byte in a b c d e f g; do printf $byte; sleep 0.02; done; exec sleep 100',
    );
    const lengths: number[] = [];
    start((chunk) => lengths.push(chunk.length));
    await until(() => heard === 'abcdef');
    expect(lengths.every((length) => length % 2 === 0 && length > 0)).toBe(true);
  });

  it('in odd pieces is heard as whole samples', async () => {
    programs.put(
      'arecord',
      'printf abc; wait_for 1; printf defgh; wait_for 2; printf i; wait_for 3; printf jkl; exec sleep 100',
    );
    start();
    await until(() => heard === 'ab');
    programs.sign('1');
    await until(() => heard === 'abcdefgh');
    programs.sign('2');
    programs.sign('3');
    await until(() => heard === 'abcdefghijkl');
  });

  it.each(['', '; wait_for cut'])(
    'is heard without the header of a file before it%s',
    async (cut) => {
      const header = String.raw`RIFF\044\000\000\200WAVEfmt \020\000\000\000\001\000\001\000\200\076\000\000\000\175\000\000\002\000\020\000da`;
      programs.put(
        'arecord',
        String.raw`printf '${header}'${cut}; printf 'ta\000\000\000\200ab'; exec sleep 100`,
      );
      start();
      await until(() => programs.runs('arecord').length === 1);
      programs.sign('cut');
      await until(() => heard === 'ab');
    },
  );

  it('beside a flood of complaints is heard all the same', async () => {
    const flood = 'head -c 20000000 /dev/zero >&2; yes | head -c 20000000 >&2';
    programs.put('arecord', `printf ab; ${flood}; printf cd; exec sleep 100`);
    start();
    await until(() => heard === 'abcd');
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
    expect(gaps).toEqual([]);
  });

  it('with overruns is told to have gaps, one for each', async () => {
    const overrun = 'echo "overrun!!! (at least 1.5 ms long)" >&2';
    programs.put('arecord', `printf ab; ${overrun}; ${overrun}; ${overrun}; exec sleep 100`);
    start();
    await until(() => gaps.length === 3);
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
  });
});

function start(pcm: (chunk: Buffer) => void = () => {}): void {
  microphone.start({
    pcm: (chunk) => {
      heard += chunk.toString('latin1');
      pcm(chunk);
    },
    gap: (reason) => gaps.push(reason),
    health: (each) => health.push(each),
  });
}
