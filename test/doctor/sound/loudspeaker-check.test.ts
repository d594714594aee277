import { describe, expect, it } from 'vitest';
import { toneOf } from '../../../src/audio/tone.ts';
import type { MixerReading } from '../../../src/boards/read-mixer.ts';
import type { Context, Finding } from '../../../src/doctor/check.ts';
import { loudspeakerCheck } from '../../../src/doctor/sound/loudspeaker-check.ts';
import { toneLevelDb } from '../../../src/doctor/sound/tone.ts';
import type { ReportHealth } from '../../../src/system/health.ts';
import type { Log } from '../../../src/system/log.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLoudspeaker } from '../../fakes/fake-loudspeaker.ts';
import { FakeMicrophone } from '../../fakes/fake-microphone.ts';
import { until } from '../../fakes/until.ts';
import { type ContextParts, contextOf, words } from '../context.ts';
import { CARDS } from '../fake-host.ts';
import { control, mixerOf, side } from './mixer.ts';
import { mixed, noise } from './pcm.ts';

const config = {
  microphone: { device: 'plughw:CARD=Mic' },
  speaker: { device: 'plughw:CARD=Headphones' },
};
const ONE_CARD = {
  '/proc/asound/cards': ' 0 [Jabra          ]: USB-Audio - Jabra SPEAK 510\n          long\n',
  '/proc/asound/pcm': '00-00: USB Audio : USB Audio : playback 1 : capture 1\n',
};
const jabra = {
  microphone: { device: 'plughw:CARD=Jabra' },
  speaker: { device: 'plughw:CARD=Jabra' },
};

const room = (ms: number) => noise(ms, 0.003);
const tone = toneOf({ hz: 880, ms: 1_000, rateHz: 16_000, amplitude: 0.05 });
const DEAF = room(1_900);
const HEARS = mixed(room(1_900), tone, 200);

describe('what is said of the loudspeaker', () => {
  it('is that it plays and is heard, by what, and how loud', async () => {
    const { findings, loudspeaker, microphone } = await played(HEARS);
    expect(words(findings)).toEqual([
      expect.stringMatching(
        /^good: The loudspeaker plays by speaker, and the microphone hears it: 880 Hz at -29 dBFS, \d\d dB above the room\.$/,
      ),
    ]);
    expect(loudspeaker.state).toBe('closed');
    expect(microphone.state).toBe('stopped');
  });

  it('is said of a tone of a second, audible even if the household wants silence', async () => {
    for (const [volume, levelDb] of [
      [0, -27],
      [70, -18],
      [100, -9],
    ] as const) {
      const { loudspeaker } = await played(HEARS, {
        config: { ...config, speaker: { ...config.speaker, volume } },
      });
      const pcm = loudspeaker.streams[0]?.written ?? Buffer.alloc(0);
      expect(pcm.length).toBe(48_000);
      expect(toneLevelDb(pcm, { hz: 880, rateHz: 24_000 })).toBeCloseTo(levelDb, -0.5);
    }
  });

  it('is that nobody hears it, on another card', async () => {
    expect(words((await played(DEAF)).findings)).toEqual([
      expect.stringMatching(
        /^bad: A tone was played, but the microphone did not hear it: .* another card has it/,
      ),
    ]);
  });

  it('is that a speakerphone need not hear itself', async () => {
    expect(words((await played(DEAF, { files: ONE_CARD, config: jabra })).findings)).toEqual([
      expect.stringMatching(/^note: A tone was played, .* Your ear decides\.$/),
    ]);
  });

  it('is that it is muted, and the command that changes that', async () => {
    const mixer = mixerOf(
      control('Master', { playback: side(0, 'off') }),
      control('Beep', { playback: side(0, 'off') }),
      control("Jack's PCM", { playback: side(0) }),
      control('PCM', { playback: side(0) }),
    );
    expect(words((await played(DEAF, { mixer })).findings)).toEqual([
      'bad: A tone was played, but the loudspeaker is muted. In the mixer "Master" is off and "PCM" is at 0 %.',
      "  amixer -c Headphones sset 'Master' 80% unmute",
      "  amixer -c Headphones sset 'PCM' 80%",
    ]);
  });

  it('is not what the mixer shows, when it is heard all the same', async () => {
    const mixer = mixerOf(control('Master', { playback: side(0, 'off') }));
    expect((await played(HEARS, { mixer })).findings[0]?.state).toBe('good');
  });

  it('is that aplay plays, and why the package does not', async () => {
    const reason = 'The package "speaker" cannot be used: it is not built.';
    const { findings } = await played(HEARS, { by: 'aplay', warns: reason });
    expect(words(findings).slice(1)).toEqual([
      'note: Sound is played by "aplay", since the package "speaker" cannot be used.',
      `  ${reason}`,
    ]);
  });

  it('is that your own ear decides, where no microphone listens', async () => {
    const gone = { ...config, microphone: { device: 'plughw:CARD=Gone' } };
    expect(words((await played(undefined, { config: gone })).findings)).toEqual([
      expect.stringMatching(
        /^note: A tone was played; .* The microphone of the configuration is not there\.$/,
      ),
    ]);
    expect(words((await played('The microphone is broken.')).findings)).toEqual([
      expect.stringMatching(/^note: A tone was played; .* The microphone is broken\.$/),
    ]);
  });

  it('is why it cannot be played to, or who has it', async () => {
    const busy = 'The sound device is in use by another program.';
    expect(words((await played(DEAF, { fails: busy })).findings)).toEqual([
      `bad: The loudspeaker cannot be played to: ${busy}`,
    ]);
    const files = {
      ...CARDS,
      '/proc/asound/card0/pcm0p/sub0/status': 'owner_pid   : 75\n',
      '/proc/75/cgroup': '0::/system.slice/hearthd.service\n',
    };
    expect(words((await played(DEAF, { fails: busy, files })).findings)).toEqual([
      'skipped: hearthd itself is running and has "plughw:CARD=Headphones" open, as it should.',
      '  stop the service for this check: sudo systemctl stop hearthd',
    ]);
  });

  it('is nothing when there is no such card', async () => {
    const gone = { speaker: { device: 'plughw:CARD=Gone' } };
    const { check, loudspeaker } = parts();
    const context = contextOf({ files: CARDS, config: gone });
    expect(words(await check.run(context))).toEqual([
      'skipped: Nothing was played: "plughw:CARD=Gone" is not there.',
    ]);
    expect(loudspeaker.streams).toEqual([]);
  });

  it('is that it hangs, when it neither ends nor fails', async () => {
    const clock = new FakeClock();
    const { check, microphone, loudspeaker } = parts();
    const running = check.run(contextOf({ files: CARDS, config, clock }));
    await hear(microphone, room(1_000));
    await until(() => loudspeaker.streams.length === 1);
    clock.advance(15_000);
    expect(words(await running)).toEqual([
      'bad: The loudspeaker cannot be played to: The loudspeaker did not come to the end of the tone.',
    ]);
    expect([loudspeaker.state, microphone.state]).toEqual(['closed', 'stopped']);
  });

  it('is nothing when it is interrupted, and there is silence', async () => {
    const stop = new AbortController();
    const { check, microphone, loudspeaker } = parts();
    const running = check.run(contextOf({ files: CARDS, config, signal: stop.signal }));
    await hear(microphone, room(1_000));
    await until(() => loudspeaker.streams.length === 1);
    stop.abort();
    expect(await running).toEqual([]);
    expect([loudspeaker.state, microphone.state]).toEqual(['closed', 'stopped']);
  });
});

function parts(mixer: MixerReading = mixerOf()) {
  const microphone = new FakeMicrophone();
  const loudspeaker = new FakeLoudspeaker();
  const told: { report: ReportHealth; log: Log }[] = [];
  const check = loudspeakerCheck({
    microphone: () => microphone,
    loudspeaker: (given) => {
      told.push(given);
      return loudspeaker;
    },
    readMixer: async () => mixer,
  });
  return { check, microphone, loudspeaker, told };
}

interface PlayedOptions extends Pick<ContextParts, 'files' | 'config'> {
  readonly mixer?: MixerReading;
  readonly by?: string;
  readonly warns?: string;
  readonly fails?: string;
}

/** The check plays; the microphone hears `sound` from then on, fails for a reason, or is not there. */
async function played(sound: Buffer | string | undefined, options: PlayedOptions = {}) {
  const { mixer, by = 'speaker', warns, fails } = options;
  const all = parts(mixer);
  const { check, microphone, loudspeaker, told } = all;
  const context: Context = contextOf({
    files: options.files ?? CARDS,
    config: options.config ?? config,
  });
  const running = check.run(context);
  await until(() => told.length === 1);
  if (typeof sound === 'string') microphone.report({ state: 'down', reason: sound });
  else if (sound !== undefined) await hear(microphone, room(1_000));
  await until(() => loudspeaker.streams.length === 1);
  if (warns !== undefined) told[0]?.log.warn('a way to play sound failed', { reason: warns });
  told[0]?.report({ state: 'up', by });
  const [stream] = loudspeaker.streams;
  // What is heard while it plays comes before its end, and some of it after.
  if (Buffer.isBuffer(sound)) await hear(microphone, sound.subarray(0, 38_400));
  if (fails === undefined) stream?.finish();
  else stream?.fail(fails);
  await new Promise((resolve) => setImmediate(resolve));
  if (Buffer.isBuffer(sound)) await hear(microphone, sound.subarray(38_400));
  const findings: readonly Finding[] = await running;
  return { ...all, findings };
}

async function hear(microphone: FakeMicrophone, sound: Buffer): Promise<void> {
  await until(() => microphone.starts === 1);
  for (let at = 0; at < sound.length; at += 640) microphone.hear(sound.subarray(at, at + 640));
}
