/**
 * The Live service as a process of its own, so that what it costs is not counted: answers every turn with a tone, and
 * tells whoever started it what came and went, on the clock of the machine.
 */
import type { PeerConnection } from '../../src/live-peer/connection.ts';
import { tone } from '../../src/live-peer/scripted-model.ts';
import { startLivePeer } from '../../src/live-peer/server.ts';
import { systemClock } from '../../src/system/clock.ts';
import { machineNowMs } from './machine-clock.ts';

export type PeerWord =
  | { readonly type: 'listening'; readonly url: string }
  /** `activityEnd` came. */
  | { readonly type: 'turnEnded'; readonly atMs: number }
  /** A reply is over, however it ended; its first sound was sent then. */
  | { readonly type: 'replyOver'; readonly firstAudioAtMs: number };

export interface PeerOrder {
  /** Length of the next reply. */
  readonly replyMs: number;
}

/** Between the end of the user's turn and the first sound: a model thinks longer, but nothing depends on it. */
const THINKING_MS = 150;

const zeroMs = machineNowMs() - systemClock.now();
let replyMs = 1_000;
process.on('message', (order: PeerOrder) => {
  replyMs = order.replyMs;
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());

const peer = await startLivePeer({
  // As the real service does: speech comes faster than it is played, the end of the turn with its end.
  pacing: { type: 'fast' },
  turnEnd: 'after-playback',
  model: async function* () {
    const audio = tone({ durationMs: replyMs });
    yield { delayMs: THINKING_MS };
    yield { audio };
  },
});
tell({ type: 'listening', url: peer.url });
for (;;) {
  const connection = await peer.nextConnection();
  void Promise.all([tellTurns(connection), tellReplies(connection)]).catch(() => {
    // That connection has ended.
  });
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
