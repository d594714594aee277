import { afterEach } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { type GeminiOptions, geminiConnector } from '../../src/gemini/gemini-session.ts';
import type { Access, AccessSource, Denial } from '../../src/live/access.ts';
import type { LiveSession, OpenOptions, SessionEvent } from '../../src/live/session.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { systemClock } from '../../src/system/clock.ts';

export const KEY = 'AIza-secret-0123456789';

/** A session with everything that was heard of it. */
export interface Line {
  readonly session: LiveSession;
  readonly events: SessionEvent[];
  heard<T extends SessionEvent['type']>(type: T): Extract<SessionEvent, { type: T }>[];
  /** The first event of that type, as soon as it is there. */
  until<T extends SessionEvent['type']>(type: T): Promise<Extract<SessionEvent, { type: T }>>;
}

export interface Changes extends Partial<Omit<GeminiOptions, 'live' | 'access'>> {
  readonly live?: object;
  /** What is shown to the service, or how that is found out. */
  readonly access?: Access | Denial | (() => Promise<Access | Denial>);
}

/** The peer, the lines to it, and what hangs on them end with the test. */
const toEnd: (() => unknown)[] = [];

afterEach(async () => {
  // Lines first, so that none of them sees the peer go.
  for (const end of toEnd.splice(0).reverse()) await end();
});

export async function setUp(options: LivePeerOptions = {}, changes: Changes = {}) {
  const peer: LivePeer = await startLivePeer(options);
  toEnd.push(() => peer.close());
  return { peer, ...dialTo(peer.url, changes) };
}

/** Dials whatever is at `baseUrl`. */
export function dialTo(baseUrl: string, { live, access, ...changes }: Changes = {}) {
  const connector = geminiConnector({
    live: configSchema.parse({ live: { baseUrl, ...live } }).live,
    instruction: () => 'Be brief.',
    access: sourceOf(access ?? { type: 'api-key', key: KEY }),
    activity: 'manual',
    clock: systemClock,
    ...changes,
  });
  const dial = (open: Partial<OpenOptions> = {}): Line => {
    const events: SessionEvent[] = [];
    const waiting = new Set<() => void>();
    const session = connector.open(
      { handle: undefined, tools: [], recap: [], ...open },
      (event) => {
        events.push(event);
        for (const look of [...waiting]) look();
      },
    );
    const heard: Line['heard'] = (type) => events.filter((event) => event.type === type) as never;
    const until: Line['until'] = (type) =>
      new Promise((resolve) => {
        const look = () => {
          const [first] = heard(type);
          if (first === undefined) return;
          waiting.delete(look);
          resolve(first);
        };
        waiting.add(look);
        look();
      });
    // A test may have given it a clock that stands still, and a peer that does not answer.
    toEnd.push(() => void session.close());
    return { session, events, heard, until };
  };
  return { dial };
}

const sourceOf = (access: NonNullable<Changes['access']>): AccessSource => ({
  look: () => ({ value: 'ready' }),
  get: typeof access === 'function' ? access : async () => access,
});

export function say(session: LiveSession): void {
  session.startActivity();
  session.sendAudio(Buffer.alloc(640));
  session.endActivity();
}
