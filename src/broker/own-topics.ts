/** The daemon's own place on the broker: what it tells of itself, and what may be set. */
import type { Log } from '../system/log.ts';
import type { Bus } from './bus.ts';
import { readSetting } from './setting.ts';

/** Published, retained, at every change. */
export interface PublicState {
  readonly phase: 'idle' | 'listening' | 'thinking' | 'speaking';
  readonly link: 'online' | 'connecting' | 'offline';
  readonly muted: boolean;
  /** 0 to 100. */
  readonly volume: number;
  /** The worst thing that does not work, as `part: sentence`; `null` when all does. */
  readonly fault: string | null;
}

export interface OwnTopicsParts {
  readonly bus: Bus;
  /** `<topicPrefix>/<id>`. */
  readonly base: string;
  readonly log: Log;
  readonly setMuted: (muted: boolean) => void;
  readonly setVolume: (volume: number) => void;
}

export class OwnTopics {
  readonly #parts: OwnTopicsParts;
  readonly #told = new Map<string, string>();

  constructor(parts: OwnTopicsParts) {
    this.#parts = parts;
    const { bus, base, log, setMuted, setVolume } = parts;
    const mute = `${base}/mute/set`;
    const readMute = readSetting({ topic: mute, log, parse: parseMute, takes: 'ON or OFF' });
    bus.subscribe(mute, (message) => {
      const muted = readMute(message);
      if (muted !== undefined) setMuted(muted);
    });
    const volume = `${base}/volume/set`;
    const readVolume = readSetting({ topic: volume, log, parse: parseVolume, takes: '0 to 100' });
    bus.subscribe(volume, (message) => {
      const value = readVolume(message);
      if (value !== undefined) setVolume(value);
    });
  }

  tell(state: PublicState): void {
    this.#retain('mute', state.muted ? 'ON' : 'OFF');
    this.#retain('volume', String(state.volume));
    this.#retain('state', JSON.stringify(state));
  }

  #retain(name: string, payload: string): void {
    if (this.#told.get(name) === payload) return;
    this.#told.set(name, payload);
    this.#parts.bus.retain(`${this.#parts.base}/${name}`, payload);
  }
}

function parseMute(text: string): boolean | undefined {
  return text === 'ON' ? true : text === 'OFF' ? false : undefined;
}

function parseVolume(text: string): number | undefined {
  return /^(100|\d{1,2})$/.test(text) ? Number(text) : undefined;
}
