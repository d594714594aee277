import type { Clock } from '../system/clock.ts';
import type { RawSocket } from './raw-socket.ts';

/** How long the other side may take to answer; it has been seen to take 30 s. */
const GOODBYE_MS = 1_000;

/** Hangs up politely, and after a second at once; resolves when the socket is gone. */
export async function sayGoodbye(socket: RawSocket, clock: Clock): Promise<void> {
  const cancel = clock.after(GOODBYE_MS, () => socket.terminate());
  socket.startClosing();
  await socket.gone;
  cancel();
}
