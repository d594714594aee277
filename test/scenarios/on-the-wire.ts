/** The daemon with the real client of the service and a service in this process: for what must be seen on the wire. */
import { onTestFinished } from 'vitest';
import { geminiConnector } from '../../src/gemini/gemini-session.ts';
import { type LivePeer, type LivePeerOptions, startLivePeer } from '../../src/live-peer/server.ts';
import { until } from '../fakes/until.ts';
import { type Circumstances, settle } from './household.ts';

export interface WireCircumstances extends Circumstances {
  /** A service that was there before, or how a new one behaves. It has its own clock, the real one. */
  readonly peer?: LivePeer | LivePeerOptions;
}

/**
 * The time of the daemon is that of the test: it goes on only when told to, while the wire takes the time
 * that it takes.
 */
export async function onTheWire({ peer: given = {}, ...circumstances }: WireCircumstances = {}) {
  const peer = 'dials' in given ? given : await startLivePeer(given);
  const { house } = await settle(circumstances, ({ live, button }, clock) =>
    geminiConnector({
      live: { ...live, baseUrl: peer.url },
      instruction: () => 'Be brief.',
      access: {
        look: () => ({ value: KEY }),
        get: async () => ({ type: 'api-key', key: KEY }),
      },
      activity: button.type === 'gpio' && button.mode === 'open-mic' ? 'automatic' : 'manual',
      clock,
    }),
  );
  // Together: the one may wait for the other to hang up.
  onTestFinished(async () => void (await Promise.all([house.daemon.close(), peer.close()])));

  return Object.assign(house, {
    peer,
    /** The newest client of the service. */
    client: () => {
      const client = peer.connections.at(-1);
      if (client === undefined) throw new Error('nobody has dialled');
      return client;
    },
    online: () => until(() => house.state.link === 'online'),
    /** The connection is lost, and the daemon has noticed. */
    lose: async () => {
      peer.connections.at(-1)?.terminate();
      await until(() => house.state.link !== 'online');
    },
    /** Counted speech, of a second or so, whole and sent as soon as there is a connection. */
    say: (ms = 600) => {
      house.press();
      house.count(ms);
      house.release();
      house.count(220);
    },
    /** What is answered to the newest turn is heard to its end. */
    hearReply: async () => {
      await until(() => house.state.phase === 'speaking');
      await house.inTime(() => house.loudspeaker.last?.state === 'ending');
      house.loudspeaker.last?.finish();
    },
  });
}

export type WiredHousehold = Awaited<ReturnType<typeof onTheWire>>;

export const KEY = 'AIza-secret-0123456789';
