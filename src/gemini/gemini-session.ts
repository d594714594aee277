/**
 * ADAPTER: the Live API through `@google/genai` 2.x. What it contains of the SDK, with `session-life.ts`
 * and `raw-socket.ts`: `connect()` never settles when it is refused or nobody answers, and has no
 * timeout; an unexpected frame, or an exception in a callback, becomes an unhandled rejection; sending
 * on a closed socket is silent; `close()` waits up to 30 s for the other side; the key is part of the
 * address, and the address part of errors.
 */
import { GoogleGenAI, type LiveConnectConfig } from '@google/genai';
import type { Config } from '../config/schema.ts';
import type { AccessSource } from '../live/access.ts';
import type { LiveConnector } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import { type Log, silentLog } from '../system/log.ts';
import { type ClientOptions, clientOptions } from './client-options.ts';
import type { Dial, Learned } from './dial.ts';
import { apiVersionFor, modelTraits } from './models.ts';
import type { Activity, Channel } from './outgoing.ts';
import { type SocketUser, takeSocket } from './raw-socket.ts';
import { SessionLife } from './session-life.ts';
import { setupFor } from './setup.ts';

export interface GeminiOptions {
  readonly live: Config['live'];
  /** Asked at each dial: it tells the date and the time. */
  readonly instruction: () => string;
  readonly access: AccessSource;
  /** `automatic`: the service itself detects speech. */
  readonly activity: Activity;
  readonly clock: Clock;
  readonly log?: Log;
}

/** Its sessions share what one of them has learned about the setup. */
export function geminiConnector(options: GeminiOptions): LiveConnector {
  const { access, activity, clock, live } = options;
  const taken = modelTraits(live.model);
  const learned: Learned = { level: 'full' };
  const parts = { dial: geminiDial(options), access, activity, taken, clock, learned };
  return { open: (open, emit) => new SessionLife(parts, open, emit) };
}

const geminiDial =
  ({ live, instruction, activity, log = silentLog }: GeminiOptions): Dial =>
  ({ access, open: { handle, tools }, level }, user) => {
    const { sdk, model, secret } = clientOptions(access, {
      ...live,
      apiVersion: apiVersionFor(live),
    });
    const setup = setupFor({ live, instruction: instruction(), activity, handle, tools }, level);
    log.debug('dialling the service', { model, access: access.type, setup: level });
    const channel = connect({ sdk, model, config: setup.config, user });
    return { secret, optional: setup.optional, channel };
  };

interface Connection {
  readonly sdk: ClientOptions['sdk'];
  readonly model: string;
  readonly config: LiveConnectConfig;
  readonly user: SocketUser;
}

/** Resolves after `setupComplete`, and perhaps never; rejects with whatever the SDK throws. */
async function connect({ sdk, model, config, user }: Connection): Promise<Channel> {
  const ai = new GoogleGenAI(sdk);
  takeSocket(ai.live, user);
  return ai.live.connect({ model, config, callbacks: { onmessage: () => {} } });
}
