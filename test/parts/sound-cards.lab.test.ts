import { beforeAll, describe, expect, it } from 'vitest';
import { missing } from './sound/needs.ts';
import { inGuest, kernelOptions, noLab, resultsByName } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/**
 * The built program's microphone on a card of a real kernel that is of another kind than speech, goes away, hangs
 * or is held up. What runs there is `sound/cards.mjs`.
 */
const absent = noLab ?? missing('arecord', 'aplay');

/** One program at a time has a device, as with most real cards. */
const CARDS = ['index=0', 'id=Mic', 'pcm_substreams=1'];
const KERNEL = [...CARDS.map((value) => `snd_aloop.${value}`), 'snd_dummy.index=1'];

const KINDS = [
  ['S16_LE', 48_000],
  ['S16_LE', 44_100],
  ['S32_LE', 48_000],
] as const;
const SCENARIOS = [
  ...KINDS.map(([format, rateHz]) => `tone:${format}:${rateHz}`),
  ...['unplugged', 'stalled:closely', 'stalled:loosely', 'muted'],
  ...['heldUp:closely', 'heldUp:loosely'],
];

const up = { state: 'up', by: 'arecord' };
const down = (words: RegExp) => ({ state: 'down', reason: expect.stringMatching(words) });

describe.skipIf(absent)(titled('the microphone on a sound card', absent), () => {
  let results: Map<string, Record<string, unknown>>;
  beforeAll(async () => {
    const { output, errors } = await inGuest(kernelOptions(KERNEL), [
      'node',
      'test/parts/sound/cards.mjs',
      ...SCENARIOS,
    ]);
    results = resultsByName(output);
    expect([...results.keys()], errors).toEqual(SCENARIOS);
  });

  it.each(KINDS)(
    'hears a tone at its pitch and level from a card that does only %s at %i Hz in stereo',
    (format, rateHz) => {
      const result = results.get(`tone:${format}:${rateHz}`);
      expect(result).toMatchObject({ hardware: { format, rateHz, channels: 2 }, health: [up] });
      expect(result?.['purity']).toBeGreaterThan(0.98);
      expect(result?.['level']).toBeGreaterThan(0.9);
      expect(result?.['level']).toBeLessThan(1.1);
    },
  );

  it('hears again at the first or second attempt after a card was connected again', () => {
    const result = results.get('unplugged');
    expect(result).toMatchObject({ health: [up, down(/no sound device/), up] });
    expect(result?.['attemptsToReturn']).toBeLessThanOrEqual(2);
    // Attempts are a second apart; the guest may be slow.
    expect(result?.['backAfterMs']).toBeLessThan(10_000);
  });

  it.each(['closely', 'loosely'])(
    'replaces a capture that hangs, while it is attended to %s',
    (attention) => {
      expect(results.get(`stalled:${attention}`)).toMatchObject({
        health: [up, down(/delivers no sound/), up],
        running: 1,
        isAnother: true,
      });
    },
  );

  it('has no process and no open card while it is muted, and takes the card again when it is free', () => {
    expect(results.get('muted')).toMatchObject({
      muted: [
        { left: 0, isOpen: false },
        { left: 0, isOpen: false },
      ],
      health: [up, down(/in use by another program/), up],
    });
  });

  it.each(['closely', 'loosely'])(
    'tells where sound was lost when this process was held up, and goes on, attended to %s',
    (attention) => {
      const result = results.get(`heldUp:${attention}`);
      expect(result).toMatchObject({
        health: [up],
        reasons: [expect.stringMatching(/at least \d+ ms are lost/)],
      });
      expect(result?.['lostMs']).toBeGreaterThan(200);
      expect(result?.['besideTheGapMs']).toBeLessThan(100);
    },
  );
});
