import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AplayOutput, aplayArguments } from '../../src/player/aplay-output.ts';
import { AplayWords } from '../../src/player/aplay-words.ts';
import { EXIT_ABSENT, EXIT_DEVICE } from '../../src/player/protocol.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { replyOf } from '../audio/sound.ts';
import { until } from '../fakes/until.ts';

/** As version 1.2.8 says it, by a plug before a card. */
const SETTINGS = [
  'Plug PCM: Hardware PCM card 0 "Loopback" device 0 subdevice 0',
  'Its setup is:',
  '  stream       : PLAYBACK',
  '  buffer_size  : 2400',
  '  period_size  : 480',
  '  period_time  : 20000',
  '  boundary     : 5404319552844595200',
  'Slave: Hardware PCM card 0 "Loopback" device 0 subdevice 0',
  'Its setup is:',
  '  period_size  : 960',
  '  boundary     : 5404319552844595200',
  '',
].join('\n');
const METER = '\r#+                                                 | 00%';
const LOUD = '\r##################################################+| MAX';
const ERROR = 'aplay: pcm_write:2127: write error: No such device\n';

describe('the words of aplay', () => {
  let underruns: number;
  let words: AplayWords;
  beforeEach(() => {
    underruns = 0;
    words = new AplayWords({ underrun: () => underruns++ });
  });

  it('tell how long its periods are', async () => {
    words.push(SETTINGS);
    expect(await words.opened).toBe(480);
  });

  it('tell by the meter how many periods the device has taken', async () => {
    words.push(SETTINGS);
    const taken = words.periodsTaken(3);
    let state = 'waits';
    void taken.then(() => {
      state = 'taken';
    });
    words.push(METER + LOUD);
    await Promise.resolve();
    expect(state).toBe('waits');
    words.push(METER);
    await taken;
    await words.periodsTaken(2);
  });

  it('tell of underruns and faults among the meters, however the pipe cuts them', async () => {
    const all = `${SETTINGS}${METER}${LOUD}underrun!!! (at least 51.690 ms long)\n${METER}${METER}${ERROR}`;
    for (const char of all) words.push(char);
    expect(await words.opened).toBe(480);
    await words.periodsTaken(4);
    expect(underruns).toBe(1);
    expect(words.rest.split('\n').at(-1)).toBe(ERROR.trim());
    expect(words.rest).not.toMatch(/#/);
  });

  it('are kept only so far', () => {
    for (let i = 0; i < 1_000; i++) words.push(`${'x'.repeat(100)}\n`);
    expect(words.rest.length).toBeLessThan(5_000);
  });
});

describe('aplay', () => {
  let programs: FakePrograms;
  let broken: string[];
  let output: AplayOutput;

  beforeEach(() => {
    programs = new FakePrograms();
    broken = [];
    output = new AplayOutput({
      device: 'plughw:CARD=Speaker',
      underrun: () => {},
      broke: (exitCode, said) => broken.push(`${exitCode} ${said}`),
    });
  });
  afterEach(() => programs.dispose());

  const says = (text: string) =>
    `printf '${text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('%', '%%')}' >&2`;

  it('is called so that it begins with the first sample, and says how far it is', () => {
    expect(aplayArguments('plughw:CARD=Speaker').join(' ')).toBe(
      '-q -v -V mono -D plughw:CARD=Speaker -t raw -f S16_LE -c 1 -r 24000 --buffer-time=120000 --period-time=40000 --start-delay=1 -',
    );
  });

  it('has taken a piece when its meter says so, and drains when its input ends', async () => {
    programs.put(
      'aplay',
      `${says(SETTINGS)}; head -c 960 > "$DIR/heard"; wait_for taken; ${says(METER)}; cat >> "$DIR/heard"`,
    );
    const device = await output.open();
    expect(device.grainBytes).toBe(960);
    const written = device.write(replyOf(20));
    await until(() => programs.read('heard').length === 960);
    programs.sign('taken');
    await written;
    await device.drain();
    expect(Buffer.from(programs.read('heard'), 'latin1')).toEqual(replyOf(20));
    expect(broken).toEqual([]);
  });

  it('is gone when it is dropped', async () => {
    programs.put('aplay', `${says(SETTINGS)}; exec sleep 100`);
    const device = await output.open();
    const pid = programs.pid('aplay');
    await device.drop();
    expect(isAlive(pid)).toBe(false);
    expect(broken).toEqual([]);
  });

  it.each([
    ['a device that is not there', 'echo "Unknown PCM nosuch" >&2; exit 1', 'Unknown PCM nosuch'],
    ['a busy device', 'echo "Device or resource busy" >&2; exit 1', 'Device or resource busy'],
    ['nothing', 'exit 3', 'aplay ended: exit code 3'],
  ])('that ends because of %s breaks, with its words', async (_, script, said) => {
    programs.put('aplay', script);
    void output.open();
    await until(() => broken.length > 0);
    expect(broken).toEqual([`${EXIT_DEVICE} ${said}`]);
  });

  it('that ends in the middle breaks', async () => {
    programs.put(
      'aplay',
      `${says(SETTINGS)}; head -c 960 > /dev/null; ${says(METER + ERROR)}; exit 1`,
    );
    const device = await output.open();
    await device.write(replyOf(20));
    void device.write(replyOf(20));
    await until(() => broken.length > 0);
    expect(broken[0]).toMatch(/^74 .*write error: No such device$/s);
  });

  it('that fails while it drains breaks', async () => {
    programs.put('aplay', `${says(SETTINGS)}; cat > /dev/null; exit 1`);
    const device = await output.open();
    void device.drain();
    await until(() => broken.length > 0);
    expect(broken[0]).toMatch(/^74 /);
  });

  it('that is not installed breaks, and that is told apart', async () => {
    programs.hideOthers();
    void output.open();
    await until(() => broken.length > 0);
    expect(broken).toEqual([`${EXIT_ABSENT} aplay is not installed`]);
  });
});
