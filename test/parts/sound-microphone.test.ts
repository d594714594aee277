import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ArecordMicrophone } from '../../src/microphone/arecord-microphone.ts';
import type { Attention } from '../../src/microphone/microphone.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Health } from '../../src/system/health.ts';
import { counting } from '../audio/sound.ts';
import { until } from '../fakes/until.ts';
import { noPulse } from './sound/needs.ts';
import { MICROPHONE, Pulse } from './sound/pulse.ts';
import { isInOrder, lost, withoutSilence } from './sound/recorder.ts';
import { titled } from './support/skipping.ts';

describe.skipIf(noPulse)(titled('the microphone behind PulseAudio', noPulse), () => {
  const environment = { ...process.env };
  let pulse: Pulse;
  let microphone: ArecordMicrophone | undefined;
  let health: Health[];
  let chunks: Buffer[];
  let gaps: string[];

  beforeAll(async () => {
    pulse = await Pulse.start();
    Object.assign(process.env, pulse.env);
  });
  afterEach(() => microphone?.stop());
  afterAll(async () => {
    await pulse.close();
    process.env = environment;
  });

  function listen(device: string, attention: Attention = 'closely'): void {
    health = [];
    chunks = [];
    gaps = [];
    microphone = new ArecordMicrophone({ device, clock: systemClock });
    microphone.attend(attention);
    microphone.start({
      pcm: (chunk) => chunks.push(chunk),
      gap: (reason) => gaps.push(reason),
      health: (each) => health.push(each),
    });
  }
  const heard = () => withoutSilence(Buffer.concat(chunks));

  const middle = () => {
    const lengths = chunks.map((chunk) => chunk.length).sort((a, b) => a - b);
    return lengths[Math.floor(lengths.length / 2)];
  };

  it.each([
    ['closely', MICROPHONE],
    ['closely', 'default'],
    ['loosely', MICROPHONE],
  ] as const)('hears every sample of what is spoken, %s: %s', async (attention, device) => {
    listen(device, attention);
    await until(() => chunks.length > 10);
    const mark = pulse.room.mark;
    await pulse.speak(counting(24_000));
    await until(() => heard().length > 0 && pulse.room.heardSince(mark).length > 0);
    await pulse.room.more(1_500);
    const inTheRoom = pulse.room.heardSince(mark);
    expect(inTheRoom.length).toBeGreaterThan(20_000);
    expect(isInOrder(heard())).toBe(true);
    expect(lost(heard(), inTheRoom)).toEqual([]);
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
    expect(gaps).toEqual([]);
    // Pieces of 40 ms as a rule, or of about 80: longer ones only where this process was late.
    if (attention === 'closely') expect(middle()).toBe(1_280);
    else expect(middle()).toBeGreaterThan(2 * 1_280 - 1);
  });

  it('loses nothing of what is spoken while it is attended to now closely and now loosely', async () => {
    listen(MICROPHONE);
    await until(() => chunks.length > 10);
    const mark = pulse.room.mark;
    const speaking = pulse.speak(counting(24_000));
    for (let times = 0; times < 20; times++) {
      microphone?.attend(times % 2 === 0 ? 'loosely' : 'closely');
      await pulse.room.more(30 + 17 * (times % 10));
    }
    await speaking;
    await pulse.room.more(1_500);
    const inTheRoom = pulse.room.heardSince(mark);
    expect(inTheRoom.length).toBeGreaterThan(20_000);
    expect(isInOrder(heard())).toBe(true);
    expect(lost(heard(), inTheRoom)).toEqual([]);
    expect(health).toEqual([{ state: 'up', by: 'arecord' }]);
  });

  it('says that there is no such device', async () => {
    listen('nosuch');
    await until(() => health.length > 0);
    expect(health[0]).toEqual({
      state: 'down',
      reason:
        'There is no sound device "nosuch": connect the card, or choose a name that "arecord -L" or "aplay -L" lists.',
    });
  });

  it('says that the sound server is away, and hears again when it is back', async () => {
    listen(MICROPHONE);
    await until(() => chunks.length > 0);
    await pulse.kill();
    await until(() => health.some(({ state }) => state === 'down'));
    await pulse.revive();
    await until(() => health.at(-1)?.state === 'up');
    await pulse.speak(counting(4_800));
    await until(() => heard().at(-1) === 4_800);
  });
});
