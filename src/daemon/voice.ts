/**
 * Ears and mouth together: the device hears or speaks. Its own sound is kept out of what it hears, and a lost
 * part of what somebody says never becomes half a question.
 */

import type { Config } from '../config/schema.ts';
import type { Event } from '../conversation/event.ts';
import type { Turn } from '../conversation/turn-state.ts';
import { Playback } from '../loudspeaker/playback.ts';
import type { ReportHealth } from '../system/health.ts';
import { Tally } from '../system/tally.ts';
import type { DaemonParts } from './daemon-parts.ts';
import type { Part } from './faults.ts';
import { Senses } from './senses.ts';

export interface VoiceParts
  extends Pick<DaemonParts, 'clock' | 'log' | 'microphone' | 'camera' | 'loudspeaker'> {
  readonly config: Pick<Config, 'microphone' | 'speaker'>;
  /** 0 to 100, to begin with. */
  readonly volume: number;
  readonly report: (part: Part) => ReportHealth;
  /** What the user said has been sent, whole. */
  readonly sent: () => void;
  readonly tell: (event: Event) => void;
  readonly turn: () => Turn;
}

export class Voice {
  readonly senses: Senses;
  readonly playback: Playback;
  readonly #parts: VoiceParts;
  readonly #holes: Tally;

  constructor(parts: VoiceParts) {
    this.#parts = parts;
    const { clock, log, config, volume, report, sent, tell } = parts;
    this.senses = new Senses({
      clock,
      microphone: parts.microphone,
      camera: parts.camera,
      preRollMs: config.microphone.preRollMs,
      echo: config.microphone.echoCancellation ? 'cancelled' : 'heard',
      isQuiet: () => this.playback.isQuiet,
      report: {
        microphone: report('microphone'),
        level: report('level'),
        camera: report('camera'),
      },
      sent,
      missed: (what, reason) => this.#missed(what, reason),
    });
    const microphoneLog = log.child('microphone');
    this.#holes = new Tally({
      clock,
      tell: (reason, count) => microphoneLog.warn('some sound was lost', { reason, count }),
    });
    const speakerLog = log.child('speaker');
    this.playback = new Playback({
      clock,
      log: speakerLog,
      loudspeaker: parts.loudspeaker(report('speaker')),
      volume,
      listener: {
        soundStarted: () => tell({ type: 'soundStarted' }),
        soundEnded: () => tell({ type: 'soundEnded' }),
        broken: () => tell({ type: 'soundBroken' }),
        underrun: (bufferMs) => speakerLog.info('the reply ran dry', { bufferMs }),
      },
    });
  }

  /** The button is down, and the recording has begun. */
  acknowledge(): void {
    if (this.#parts.config.speaker.chime) this.playback.cue('listening');
  }

  /** Silence, and nothing is heard any more. */
  async close(): Promise<void> {
    this.#holes.close();
    await Promise.all([this.senses.close(), this.playback.close()]);
  }

  /** An open microphone can do without a part of what it hears; a question cannot. */
  #missed(what: 'all' | 'part', reason: string): void {
    const { turn, tell } = this.#parts;
    // How much it was differs each time.
    if (what === 'part') this.#holes.count(reason.replaceAll(/\d+/g, '…'));
    if (what === 'all' || turn().name !== 'open') tell({ type: 'microphoneLost' });
  }
}
