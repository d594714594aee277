/** Everything that the daemon is put together from: its ports, and where it keeps what outlives it. */

import type { Bus } from '../broker/bus.ts';
import type { Button } from '../button/button.ts';
import type { Camera } from '../camera/camera.ts';
import type { Config } from '../config/schema.ts';
import type { Lamp } from '../lamp/lamp.ts';
import type { AccessSource } from '../live/access.ts';
import type { LiveConnector } from '../live/session.ts';
import type { LoudspeakerFactory } from '../loudspeaker/loudspeaker.ts';
import type { Microphone } from '../microphone/microphone.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Part } from './faults.ts';
import type { Happening } from './talk.ts';

export interface DaemonParts {
  readonly clock: Clock;
  /** The time of day. */
  readonly date: () => Date;
  readonly log: Log;
  readonly connector: LiveConnector;
  readonly access: Pick<AccessSource, 'look'>;
  readonly bus: Bus;
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly loudspeaker: LoudspeakerFactory;
  readonly buttons: readonly Button[];
  readonly lamp: Lamp;
  readonly stateDir: string;
  /** Told of everything that happens. */
  readonly happened?: (happening: Happening) => void;
  /** Told in words how the daemon is, at every change. */
  readonly status?: (status: string) => void;
}

/** The parts of the device itself, as far as it has them and they are at work. */
export function localParts({ button, lamp }: Config, muted: boolean): Part[] {
  const parts: Part[] = ['speaker'];
  if (!muted) parts.push('microphone');
  if (button.type !== 'none') parts.push('button');
  if (lamp.type !== 'none') parts.push('lamp');
  return parts;
}
