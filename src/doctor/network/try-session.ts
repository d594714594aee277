/** Opens a session with the service and hangs up at once: nothing is said in it, so that it costs nothing. */
import type { Closed, LiveConnector, SessionEvent } from '../../live/session.ts';
import type { Bounds } from './in-time.ts';

export type Session =
  /** `without`: the settings that the service refused, and its reason; the session stood without them. */
  | { readonly end: 'opened'; readonly tookMs: number; readonly without?: Simplified }
  | { readonly end: 'closed'; readonly closed: Closed }
  | { readonly end: 'interrupted' };

export type Simplified = Pick<Extract<SessionEvent, { type: 'simplified' }>, 'fields' | 'reason'>;

/** Never rejects; how long it may take is the connector's to know. */
export async function trySession({
  connector,
  clock,
  signal,
}: Bounds & { readonly connector: LiveConnector }): Promise<Session> {
  const startMs = clock.now();
  let stop = () => {};
  let without: Simplified | undefined;
  const ended = new Promise<Session>((resolve) => {
    stop = () => resolve({ end: 'interrupted' });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
  let session: ReturnType<LiveConnector['open']> | undefined;
  const heard = new Promise<Session>((resolve) => {
    if (signal.aborted) return;
    session = connector.open({ handle: undefined, tools: [], recap: [] }, (event) => {
      if (event.type === 'closed') resolve({ end: 'closed', closed: event });
      if (event.type === 'simplified') without = event;
      if (event.type !== 'opened') return;
      const tookMs = clock.now() - startMs;
      // What was left out is told right after it.
      queueMicrotask(() => resolve({ end: 'opened', tookMs, ...(without && { without }) }));
    });
  });
  const result = await Promise.race([heard, ended]);
  signal.removeEventListener('abort', stop);
  await session?.close();
  return result;
}
