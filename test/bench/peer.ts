/**
 * The Live service as a process of its own, so that what it costs is not counted: answers every turn with a tone, and
 * tells whoever started it what came and went, on the clock of the machine.
 *
 *     node peer.js PACE
 */
import { msToBytes, REPLY_RATE_HZ } from '../../src/audio/pcm.ts';
import type { PeerConnection } from '../../src/live-peer/connection.ts';
import { tone } from '../../src/live-peer/scripted-model.ts';
import { startLivePeer } from '../../src/live-peer/server.ts';
import type { Pacing } from '../../src/live-peer/settings.ts';
import { systemClock } from '../../src/system/clock.ts';
import { randomFrom } from '../fakes/random.ts';
import { machineNowMs } from './machine-clock.ts';
import { JITTER_MS, type Pace, PIECE_MS } from './pace.ts';

export type PeerWord =
  | { readonly type: 'listening'; readonly url: string }
  /** `activityEnd` came. */
  | { readonly type: 'turnEnded'; readonly atMs: number }
  /** All of a reply was sent; of its pieces the latest was so much later than the earliest, by the timetable. */
  | { readonly type: 'replySent'; readonly jitterMs: number }
  /** A reply is over, however it ended; its first sound was sent then. */
  | { readonly type: 'replyOver'; readonly firstAudioAtMs: number };

export interface PeerOrder {
  /** Length of the next reply. */
  readonly replyMs: number;
}

/** Between the end of the user's turn and the first sound: a model thinks longer, but nothing depends on it. */
const THINKING_MS = 150;
const PIECE_BYTES = msToBytes(PIECE_MS, REPLY_RATE_HZ);

const pacings: Readonly<Record<Pace, Pacing>> = {
  fast: { type: 'fast' },
  'real-time': { type: 'real-time', jitterMs: JITTER_MS, random: randomFrom(1) },
};
const pacing = pacings[process.argv[2] === 'real-time' ? 'real-time' : 'fast'];
const zeroMs = machineNowMs() - systemClock.now();
let replyMs = 1_000;
process.on('message', (order: PeerOrder) => {
  replyMs = order.replyMs;
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());

const peer = await startLivePeer({
  pacing,
  // As the real service does, however fast it sends.
  turnEnd: 'after-playback',
  model: async function* () {
    const audio = tone({ durationMs: replyMs });
    yield { delayMs: THINKING_MS };
    if (pacing.type === 'fast') yield { audio };
    else yield* inPieces(audio);
  },
});
tell({ type: 'listening', url: peer.url });
for (;;) {
  const connection = await peer.nextConnection();
  void Promise.all([tellTurns(connection), tellReplies(connection)]).catch(() => {
    // That connection has ended.
  });
}

async function* inPieces(audio: Buffer) {
  const latenessMs: number[] = [];
  for (let at = 0; at < audio.length; at += PIECE_BYTES) {
    yield { audio: audio.subarray(at, at + PIECE_BYTES) };
    latenessMs.push(machineNowMs() - (at / PIECE_BYTES) * PIECE_MS);
  }
  tell({ type: 'replySent', jitterMs: Math.max(...latenessMs) - Math.min(...latenessMs) });
}

async function tellTurns(connection: PeerConnection): Promise<void> {
  for (let index = 0; ; index++) {
    const turn = await connection.waitFor(({ turns }) => turns[index]);
    tell({ type: 'turnEnded', atMs: zeroMs + turn.activityEndedAtMs });
  }
}

async function tellReplies(connection: PeerConnection): Promise<void> {
  for (let index = 0; ; index++) {
    const { firstAudioAtMs } = await connection.waitFor(({ replies }) => replies[index]);
    if (firstAudioAtMs === undefined) throw new Error('A reply was over before it began.');
    tell({ type: 'replyOver', firstAudioAtMs: zeroMs + firstAudioAtMs });
  }
}

function tell(word: PeerWord): void {
  process.send?.(word);
}
