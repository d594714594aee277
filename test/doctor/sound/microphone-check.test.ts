import { describe, expect, it } from 'vitest';
import { toneOf } from '../../../src/audio/tone.ts';
import type { MixerReading } from '../../../src/boards/read-mixer.ts';
import type { Finding } from '../../../src/doctor/check.ts';
import { microphoneCheck } from '../../../src/doctor/sound/microphone-check.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeMicrophone } from '../../fakes/fake-microphone.ts';
import { until } from '../../fakes/until.ts';
import { type ContextParts, contextOf, words } from '../context.ts';
import { CARDS } from '../fake-host.ts';
import { control, mixerOf, side } from './mixer.ts';
import { mixed, noise, pcmOf } from './pcm.ts';

const config = { microphone: { device: 'plughw:CARD=Mic' } };
const speech = (amplitude: number) =>
  mixed(noise(2_400, 0.002), toneOf({ hz: 300, ms: 1_200, rateHz: 16_000, amplitude }), 800);

describe('what is said of the microphone', () => {
  it('is how loud it is, when it hears', async () => {
    const { findings, asked, microphone } = await listened(speech(0.25));
    expect(words(findings)).toEqual([
      expect.stringMatching(/^good: The microphone hears: peak -12 dBFS, RMS -\d\d dBFS\.$/),
    ]);
    expect(findings[0]?.details).toMatchObject({ clipped: 0, samples: 32_000 });
    expect(asked).toEqual(['Say something: two seconds are recorded.']);
    expect(microphone.state).toBe('stopped');
    expect(microphone.attention).toBe('closely');
  });

  it('is shown while it records, as a line that moves and then goes', async () => {
    const { shown } = await listened(speech(0.25));
    expect(shown).toHaveLength(21);
    expect(shown[0]).toContain('-54 dBFS');
    expect(shown.at(-2)).toContain('highest -12 dBFS');
    expect(shown.at(-1)).toBe('');
  });

  it('is that there is no sound at all, and what in the mixer keeps it', async () => {
    const silence = Buffer.alloc(76_800);
    expect(words((await listened(silence)).findings)).toEqual([
      'bad: No sound at all comes from the microphone, not even noise: it is muted, or it is on another card.',
    ]);
    const muted = mixerOf(
      control('Mic', { capture: side(0, 'off') }),
      control('Line', { capture: side(0, 'off') }),
      control('Capture', { capture: side(40, 'on') }),
    );
    expect(words((await listened(silence, { mixer: muted })).findings)).toEqual([
      'bad: No sound at all comes from the microphone, not even noise: it is muted. In the mixer "Mic" is off.',
      "  amixer -c Mic sset 'Mic' 80% cap",
    ]);
  });

  it('is that it is very quiet, and how to change that', async () => {
    const mixer = mixerOf(control('Mic', { capture: side(10, 'on') }));
    expect(words((await listened(speech(0.005), { mixer })).findings)).toEqual([
      expect.stringMatching(
        /^note: The microphone is very quiet: peak -4\d dBFS, .* If somebody spoke, raise its level\.$/,
      ),
      "  amixer -c Mic sset 'Mic' 90%",
    ]);
    const closed = mixerOf(control('Capture', { capture: side(0) }));
    expect(words((await listened(speech(0.005), { mixer: closed })).findings)).toEqual([
      expect.stringMatching(/In the mixer "Capture" is at 0 %\.$/),
      "  amixer -c Mic sset 'Capture' 80%",
    ]);
  });

  it('is that it clips, which is bad only if there is much of it', async () => {
    const loud = mixed(
      speech(0.9),
      toneOf({ hz: 300, ms: 1_200, rateHz: 16_000, amplitude: 0.9 }),
      800,
    );
    const mixer = mixerOf(control('Mic', { capture: side(100, 'on') }));
    expect(words((await listened(loud, { mixer })).findings)).toEqual([
      expect.stringMatching(/^bad: The microphone is too loud: \d\d % of the sound is clipped/),
      "  amixer -c Mic sset 'Mic' 60%",
    ]);
    const knock = Buffer.concat([
      speech(0.25).subarray(0, 38_400),
      pcmOf(Array(20).fill(32_767)),
      speech(0.25),
    ]);
    expect(words((await listened(knock)).findings)).toEqual([
      expect.stringMatching(/^note: The microphone is too loud: 0\.06 %/),
    ]);
  });

  it.each([
    [0.05, 'note'],
    [-0.2, 'bad'],
  ])('is that it is off its middle: %f', async (offset, state) => {
    const off = mixed(speech(0.25), pcmOf(Array(40_000).fill(Math.round(offset * 32_768))));
    expect(words((await listened(off)).findings)).toEqual([
      expect.stringMatching(
        `^${state}: The microphone has a DC offset of -?${Math.abs(offset) * 100} %`,
      ),
    ]);
  });

  it('is the reason why nothing can be recorded', async () => {
    const { findings } = await failed('The sound device "x" may not be opened.');
    expect(words(findings)).toEqual([
      'bad: The microphone cannot be recorded from: The sound device "x" may not be opened.',
    ]);
  });

  it('is who has it, when that is why nothing can be recorded', async () => {
    const status = { '/proc/asound/card1/pcm0c/sub0/status': 'owner_pid   : 75\n' };
    const hearthd = { '/proc/75/cgroup': '0::/system.slice/hearthd.service\n' };
    const busy = 'The sound device is in use by another program.';
    expect(words((await failed(busy, { ...status, ...hearthd })).findings)).toEqual([
      'skipped: hearthd itself is running and has "plughw:CARD=Mic" open, as it should.',
      '  stop the service for this check: sudo systemctl stop hearthd',
    ]);
    const other = { '/proc/75/comm': 'mumble\n' };
    expect(words((await failed(busy, { ...status, ...other })).findings)).toEqual([
      'skipped: It could not be tried: "mumble" (process 75) has "plughw:CARD=Mic" open.',
    ]);
  });

  it('is that sound was lost meanwhile', async () => {
    const { findings } = await listened(speech(0.25), { gap: 'The machine was too busy.' });
    expect(words(findings).slice(0, 2)).toEqual([
      'note: Of two seconds some sound was lost.',
      '  The machine was too busy.',
    ]);
  });

  it('is nothing when there is no such card: it is not even tried', async () => {
    const microphone = new FakeMicrophone();
    const context = contextOf({
      files: CARDS,
      config: { microphone: { device: 'plughw:CARD=Gone' } },
    });
    expect(words(await check(microphone).run(context))).toEqual([
      'skipped: Nothing was recorded: "plughw:CARD=Gone" is not there.',
    ]);
    expect(microphone.starts).toBe(0);
  });

  it('is that it delivers nothing, if it neither hears nor says why', async () => {
    const clock = new FakeClock();
    const microphone = new FakeMicrophone();
    const running = check(microphone).run(contextOf({ files: CARDS, config, clock }));
    await until(() => microphone.starts === 1);
    clock.advance(20_000);
    expect(words(await running)).toEqual([
      'bad: The microphone cannot be recorded from: The microphone delivers no sound.',
    ]);
    expect(microphone.state).toBe('stopped');
    expect(clock.pending).toBe(0);
  });

  it('is nothing when it is interrupted, and nothing goes on recording', async () => {
    const stop = new AbortController();
    const microphone = new FakeMicrophone();
    const context = contextOf({ files: CARDS, config, signal: stop.signal });
    const running = check(microphone).run(context);
    await until(() => microphone.starts === 1);
    stop.abort();
    expect(await running).toEqual([]);
    expect(microphone.state).toBe('stopped');
  });
});

const check = (microphone: FakeMicrophone, mixer: MixerReading = mixerOf()) =>
  microphoneCheck({ microphone: () => microphone, readMixer: async () => mixer });

interface Listened {
  readonly findings: readonly Finding[];
  readonly asked: readonly string[];
  readonly shown: readonly string[];
  readonly microphone: FakeMicrophone;
}

/** The check hears `sound`, piece by piece as from a card. */
async function listened(
  sound: Buffer,
  { mixer, gap }: { readonly mixer?: MixerReading; readonly gap?: string } = {},
): Promise<Listened> {
  const microphone = new FakeMicrophone();
  const context = contextOf({ files: CARDS, config });
  const running = check(microphone, mixer).run(context);
  await until(() => microphone.starts === 1);
  if (gap !== undefined) microphone.gap(gap);
  for (let at = 0; at < sound.length && microphone.state === 'capturing'; at += 640) {
    microphone.hear(sound.subarray(at, at + 640));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...context, findings: await running, microphone };
}

async function failed(
  reason: string,
  files: ContextParts['files'] = {},
): Promise<Pick<Listened, 'findings'>> {
  const microphone = new FakeMicrophone();
  const running = check(microphone).run(contextOf({ files: { ...CARDS, ...files }, config }));
  await until(() => microphone.starts === 1);
  microphone.report({ state: 'down', reason });
  return { findings: await running };
}
