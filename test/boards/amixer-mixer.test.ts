import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmixerMixer } from '../../src/boards/amixer-mixer.ts';
import type { MixerDirection, MixerLevel } from '../../src/boards/mixer.ts';
import { silentLog } from '../../src/system/log.ts';
import { FakePrograms, isAlive } from '../audio/fake-programs.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

/** As real programs print it; the last line of a refusal is from alsa-utils 1.2.8. */
const CARD = `
case "$*" in
*scontents) cat <<'TEXT'
Simple mixer control 'Speaker',0
  Capabilities: pvolume pswitch pswitch-joined
  Playback channels: Mono
  Mono: Playback 8 [22%] [-29.00dB] [on]
Simple mixer control 'Mic',0
  Capabilities: pvolume pvolume-joined cvolume cvolume-joined pswitch pswitch-joined cswitch cswitch-joined
  Playback channels: Mono
  Capture channels: Mono
  Mono: Playback 16 [52%] [-7.00dB] [off] Capture 0 [0%] [-12.00dB] [on]
Simple mixer control 'Boost',0
  Capabilities: pswitch pswitch-joined
  Playback channels: Mono
  Mono: Playback [off]
Simple mixer control 'Source',0
  Capabilities: enum
  Items: 'Left' 'Right'
  Item0: 'Left'
TEXT
;;
*bogus) ;;
*wrong) echo "amixer: Invalid command!" >&2; exit 1 ;;
*) echo "Simple mixer control 'Some',0" ;;
esac`;

let programs: FakePrograms;
let clock: FakeClock;
let warnings: string[];
const mixers: AmixerMixer[] = [];

beforeEach(() => {
  programs = new FakePrograms();
  clock = new FakeClock();
  warnings = [];
});
afterEach(async () => {
  await Promise.all(mixers.splice(0).map((mixer) => mixer.close()));
  programs.dispose();
});

describe('the levels of a card', () => {
  beforeEach(() => {
    programs.put('amixer', CARD);
  });

  it('are set in the order that is given, each by one run', async () => {
    const levels = [level('Speaker', '80%'), level('Source', 'Right'), level('Speaker,0', 'on')];
    await mixerOf(levels, 'playback').apply();
    expect(calls()).toEqual([
      '-c Card scontents',
      '-c Card -- sset Speaker 80%',
      '-c Card -- sset Source Right',
      '-c Card -- sset Speaker,0 on',
    ]);
    expect(warnings).toEqual([]);
  });

  it('of a microphone are not those at which it is heard in the loudspeaker', async () => {
    const levels = [
      level('Mic', '80%'),
      level('Mic', 'on'),
      level('Mic', 'off'),
      level('Boost', 'on'),
    ];
    await mixerOf(levels, 'capture').apply();
    expect(calls().slice(1)).toEqual([
      '-c Card -- sset Mic capture 80%',
      '-c Card -- sset Mic cap',
      '-c Card -- sset Mic nocap',
      '-c Card -- sset Boost on',
    ]);
  });

  it('that not every card has are set on those that have them', async () => {
    const levels = ['Speaker', 'Mic', 'Headset'].flatMap((control) => [
      { ...level(control, '80%'), where: 'if present' as const },
      { ...level(control, 'on'), where: 'if present' as const },
    ]);
    await mixerOf(levels, 'capture').apply();
    expect(calls().slice(1)).toEqual([
      '-c Card -- sset Mic capture 80%',
      '-c Card -- sset Mic cap',
    ]);
    expect(warnings).toEqual([]);
  });

  it('that it does not have are told in one line with those that it has, and the others are set', async () => {
    const wrong = [level('Capture', '80%'), level('Capture', 'on'), level('PGA', 'on')];
    await mixerOf([...wrong, level('Speaker', '80%')], 'playback').apply();
    expect(warnings).toEqual([
      'The sound card "Card" has no mixer control "Capture" or "PGA"; it has "Speaker", "Mic", "Boost" and "Source".',
    ]);
    expect(calls().at(-1)).toBe('-c Card -- sset Speaker 80%');
  });

  it('of which it has very many are told by the first of them', async () => {
    const names = Array.from({ length: 90 }, (_, n) => `Simple mixer control 'C${n}',0`);
    programs.put('amixer', `cat <<'TEXT'\n${names.join('\n')}\nTEXT`);
    await mixerOf([level('Capture', '80%')], 'capture').apply();
    expect(warnings).toEqual([expect.stringMatching(/it has "C0", "C1", .*"C23" and 66 more\.$/)]);
  });

  it.each([
    ['Speaker', 'bogus', 'a level such as "80%", "on" or "off"'],
    ['Boost', 'wrong', '"on" or "off"'],
    ['Source', 'wrong', '"Left", "Right"'],
  ])('that the control %s refuses are told with what it takes', async (control, value, takes) => {
    await mixerOf([level(control, value)], 'playback').apply();
    expect(warnings).toEqual([
      `The mixer control "${control}" of the sound card "Card" does not take "${value}"; it takes ${takes}.`,
    ]);
  });

  it('are set again at each return of the card, and a fault that stays is told once', async () => {
    const mixer = mixerOf([level('Capture', '80%'), level('Speaker', '80%')], 'playback');
    await mixer.apply();
    await mixer.apply();
    expect(calls()).toHaveLength(4);
    expect(warnings).toHaveLength(1);
  });

  it('are set by the control device of the same name when the device names no card', async () => {
    await mixerOf([level('Speaker', '80%')], 'playback', 'pipewire').apply();
    expect(calls()).toEqual(['-D pipewire scontents', '-D pipewire -- sset Speaker 80%']);
  });

  it('are left alone when there is none to set', async () => {
    await mixerOf([], 'playback').apply();
    expect(calls()).toEqual([]);
  });
});

describe('several calls while it sets', () => {
  it('have one more run in common', async () => {
    programs.put('amixer', `wait_for go\n${CARD}`);
    const mixer = mixerOf([level('Speaker', '80%')], 'playback');
    const first = mixer.apply();
    const more = [mixer.apply(), mixer.apply(), mixer.apply()];
    await until(() => calls().length === 1);
    programs.sign('go');
    await Promise.all([first, ...more]);
    expect(calls()).toHaveLength(4);
    await mixer.apply();
    expect(calls()).toHaveLength(6);
  });
});

describe('a mixer that cannot be set', () => {
  it('for want of the program is told in one line', async () => {
    programs.hideOthers();
    await mixerOf([level('Speaker', '80%'), level('Mic', 'on')], 'playback').apply();
    expect(warnings).toEqual([
      'The program "amixer" is not installed: install the Debian package alsa-utils.',
    ]);
  });

  it.each([
    ["Invalid card number 'Card'.", /^There is no sound card "Card", .* group audio\.$/],
    [
      'amixer: Mixer attach Card error: No such file or directory',
      /^The sound device "Card" has no mixer of that name/,
    ],
    [
      'amixer: Mixer Card load error: I/O error',
      /^The mixer of "Card" cannot be read: amixer: .*I\/O error\.$/,
    ],
    ['', /^The mixer of "Card" cannot be read\.$/],
  ])('is told in one line by what the program says: %s', async (words, warning) => {
    programs.put('amixer', `echo "${words}" >&2; exit 1`);
    await mixerOf([level('Speaker', '80%'), level('Mic', 'on')], 'playback').apply();
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('for a card without controls is told in one line, unless no card needs them', async () => {
    programs.put('amixer', 'exit 0');
    await mixerOf([level('Speaker', '80%'), level('Mic', 'on')], 'playback').apply();
    expect(warnings).toEqual([
      'The sound card "Card" has no mixer, so none of its levels can be set: leave "mixer" out.',
    ]);
    await mixerOf([{ ...level('Mic', 'on'), where: 'if present' }], 'capture').apply();
    expect(warnings).toHaveLength(1);
  });

  it('in time is given up, and the program is ended, whatever it thinks of it', async () => {
    programs.put('amixer', "trap '' TERM; exec sleep 600");
    const applied = mixerOf([level('Speaker', '80%')], 'playback').apply();
    await until(() => programs.runs('amixer').length === 1);
    clock.advance(5_000);
    await applied;
    expect(warnings).toEqual([expect.stringContaining('did not end within 5 seconds')]);
    await until(() => !isAlive(programs.pid('amixer')));
    expect(clock.pending).toBe(0);
  });

  it('because the program writes without end is given up, and the program is ended', async () => {
    programs.put('amixer', 'exec yes');
    await mixerOf([level('Speaker', '80%')], 'playback').apply();
    expect(warnings).toEqual([expect.stringMatching(/^The program "amixer" failed: .*\.$/)]);
    await until(() => !isAlive(programs.pid('amixer')));
  });

  it('because of a name that no program can be told is a warning like any other', async () => {
    programs.put('amixer', CARD);
    await mixerOf([level('Source', 'a\u0000b')], 'playback').apply();
    expect(warnings).toEqual([expect.stringMatching(/^The program "amixer" failed: /)]);
    expect(clock.pending).toBe(0);
  });
});

describe('closing', () => {
  it('ends what runs, says nothing, and nothing is set after it', async () => {
    programs.put('amixer', 'exec sleep 600');
    const mixer = mixerOf([level('Speaker', '80%')], 'playback');
    const applied = [mixer.apply(), mixer.apply()];
    await until(() => programs.runs('amixer').length === 1);
    await mixer.close();
    await Promise.all(applied);
    await mixer.apply();
    await until(() => !isAlive(programs.pid('amixer')));
    expect(calls()).toHaveLength(1);
    expect(warnings).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

const level = (control: string, value: string): MixerLevel => ({ control, value });

function mixerOf(
  levels: readonly MixerLevel[],
  direction: MixerDirection,
  device = 'plughw:CARD=Card',
): AmixerMixer {
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) };
  const mixer = new AmixerMixer({ device, direction, levels, clock, log });
  mixers.push(mixer);
  return mixer;
}

/** The words of every run. */
const calls = (): string[] =>
  programs.runs('amixer').map((line) => line.slice(line.indexOf(' ') + 1));
