import { beforeAll, describe, expect, it } from 'vitest';
import { missing, noSpeaker } from './sound/needs.ts';
import { inGuest, kernelOptions, noLab, resultsByName } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/** The built program on sound cards of a real kernel, ALSA's loopbacks. What runs there is `sound/lab.mjs`. */
const absent = noLab ?? missing('arecord', 'aplay');

/** Two cards; one program at a time has a device, as with most real ones. */
const CARDS = ['enable=1,1', 'index=0,1', 'id=Mic,Speaker', 'pcm_substreams=1,1'];
const KERNEL = [...CARDS.map((value) => `snd_aloop.${value}`), 'snd_dummy.index=2'];

/**
 * In samples. Where the guest is late, the loopback leaves something out or repeats it, and it makes breaks
 * while a player drains: that not one sample is lost, the tests behind PulseAudio show.
 */
const LITTLE = 250 * 24;

const busy = (card: string) => ({
  state: 'down',
  reason: expect.stringMatching(
    `^The sound device "plughw:CARD=${card},.*in use by another program`,
  ),
});

describe.skipIf(absent)(titled('on sound cards', absent), () => {
  const backends = noSpeaker === undefined ? ['speaker', 'aplay'] : ['aplay'];
  let results: Map<string, Record<string, unknown>>;
  beforeAll(async () => {
    const each = backends.flatMap((by) => [`reply:${by}`, `cut:${by}`, `busyLoudspeaker:${by}`]);
    const both = noSpeaker === undefined ? ['killed', 'busyLoudspeaker:auto'] : [];
    const scenarios = ['microphone', 'busyMicrophone', 'forbidden', ...each, ...both];
    const { output, errors } = await inGuest(kernelOptions(KERNEL), [
      'node',
      'test/parts/sound/lab.mjs',
      ...scenarios,
    ]);
    results = resultsByName(output);
    expect([...results.keys()], errors).toEqual(scenarios);
  });

  /** @throws with what was seen when the scenario did not come to its end. */
  const resultOf = (name: string): Record<string, unknown> => {
    const result = results.get(name);
    if (result === undefined || 'failed' in result) throw new Error(JSON.stringify(result));
    return result;
  };

  it('arecord hears every sample of what is spoken, and is gone when it is stopped', () => {
    expect(resultOf('microphone')).toMatchObject({
      lost: 0,
      repeated: 0,
      gaps: [],
      health: [{ state: 'up', by: 'arecord' }],
      left: [],
    });
  });

  it('a microphone that another program has is heard as soon as it is free', () => {
    expect(resultOf('busyMicrophone')).toMatchObject({
      health: [busy('Mic'), { state: 'up', by: 'arecord' }],
    });
  });

  it('a user without the group audio is told to join it', () => {
    const told = { state: 'down', reason: expect.stringMatching(/group audio\.$/) };
    expect(resultOf('forbidden')).toMatchObject({ health: [told, told] });
  });

  describe.each(['speaker', 'aplay'])('by %s', (by) => {
    const without = by === 'speaker' ? noSpeaker : undefined;
    const result = (name: string) => resultOf(`${name}:${by}`);

    it.skipIf(without)(titled('a reply is heard to its end', without), () => {
      expect(result('reply')).toMatchObject({
        first: 1,
        told: ['started', 'ended'],
        health: [{ state: 'up', by }],
      });
      expect(result('reply')['lost']).toBeLessThan(LITTLE);
      expect(result('reply')['repeated']).toBeLessThan(LITTLE);
    });

    it.skipIf(without)(
      titled('a cut is silence, and the card is free for the next', without),
      () => {
        expect(result('cut')).toMatchObject({
          repeated: 0,
          told: ['started', 'ended', 'started', 'ended'],
          health: [{ state: 'up', by }],
        });
        expect(result('cut')['lost']).toBeLessThan(LITTLE / 5);
        expect(result('cut')['afterTheCutMs']).toBeLessThan(250);
      },
    );

    it.skipIf(without)(
      titled('a card in use is said to be, and is used when it is free', without),
      () => {
        const { told, health, left } = result('busyLoudspeaker') as Record<string, unknown[]>;
        expect(told).toEqual(['started', 'ended', expect.any(String), 'started', 'ended']);
        expect(health?.[0]).toEqual(busy('Speaker'));
        expect(health?.at(-1)).toEqual({ state: 'up', by });
        expect(left).toEqual([]);
      },
    );
  });

  it.skipIf(noSpeaker)(titled('another player goes on where one was killed', noSpeaker), () => {
    expect(resultOf('killed')).toMatchObject({
      told: ['started', 'ended'],
      health: [{ state: 'up', by: 'speaker' }],
    });
    expect(resultOf('killed')['lost']).toBeLessThan(LITTLE);
    expect(resultOf('killed')['repeated']).toBeLessThan(LITTLE);
  });

  it.skipIf(noSpeaker)(
    titled('the reason for which both ways fail is the plain one', noSpeaker),
    () => {
      expect(resultOf('busyLoudspeaker:auto')).toMatchObject({
        told: ['started', 'ended', busy('Speaker').reason, 'started', 'ended'],
        health: [busy('Speaker'), { state: 'up', by: 'speaker' }],
      });
    },
  );
});
