import { beforeAll, describe, expect, it } from 'vitest';
import { missing } from './sound/needs.ts';
import { inGuest, noLab, resultsByName } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/** The built program on the mixer of a real kernel's card, by the real `amixer`. What runs there is `sound/mixer.mjs`. */
const absent = noLab ?? missing('aplay'); // Of the same package as amixer.

describe.skipIf(absent)(titled('the mixer of a sound card', absent), () => {
  let results: Map<string, { warnings: string[]; controls: Record<string, unknown> }>;
  beforeAll(async () => {
    const scenarios = ['set', 'wrong', 'usb', 'without', 'absent', 'forbidden'];
    const { output, errors } = await inGuest(
      [],
      ['node', 'test/parts/sound/mixer.mjs', ...scenarios],
    );
    results = resultsByName(output);
    expect([...results.keys()], errors).toHaveLength(scenarios.length);
  });

  it('is set as it was asked for', () => {
    expect(results.get('set')).toMatchObject({
      warnings: [],
      controls: {
        Master: { capture: { percent: 80, switch: 'off' }, playback: { percent: 80 } },
        Line: { capture: { switch: 'on' } },
        Synth: { capture: { percent: 10 } },
        'External I/O Box': { choice: { item: 'None', items: ['None', 'CD Player'] } },
      },
    });
  });

  it('is set as far as it can be, and each thing that cannot is told once', () => {
    expect(results.get('wrong')).toMatchObject({
      warnings: [
        'The mixer control "Line" of the sound card "Dummy" does not take "loud"; it takes a level such as "80%", "on" or "off".',
        'The mixer control "External I/O Box" of the sound card "Dummy" does not take "Radio"; it takes "None", "CD Player".',
        expect.stringMatching(
          /^The sound card "Dummy" has no mixer control "Loudness"; it has "Master", "/,
        ),
      ],
      controls: { Master: { playback: { percent: 80 } } },
    });
  });

  it('of a USB card is set where it has what USB cards have', () => {
    expect(results.get('usb')).toMatchObject({
      warnings: [],
      controls: { Mic: { capture: { percent: 80, switch: 'on' } } },
    });
  });

  it('that is not there is told in one line', () => {
    expect(results.get('without')?.warnings).toEqual([
      expect.stringMatching(/^The sound card "Loopback" has no mixer/),
    ]);
    expect(results.get('absent')?.warnings).toEqual([
      expect.stringMatching(/^There is no sound card "Gone"/),
    ]);
  });

  it('that may not be opened is told with what to do', () => {
    expect(results.get('forbidden')?.warnings).toEqual([expect.stringMatching(/group audio\.$/)]);
  });
});
