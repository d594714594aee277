/**
 * The composition: from ports to a running voice. `run` and `demo` both come through here and differ
 * only in the parts that they bring.
 */
import type { LoudspeakerFactory } from '../audio/loudspeaker.ts';
import type { Microphone } from '../audio/microphone.ts';
import { SPEECH_RATE_HZ } from '../audio/pcm.ts';
import { Playback } from '../audio/playback.ts';
import { Ring } from '../audio/ring.ts';
import type { Bus } from '../broker/bus.ts';
import { OwnTopics } from '../broker/own-topics.ts';
import { remoteButton } from '../broker/remote-button.ts';
import { AnyButton } from '../button/any-button.ts';
import type { Button } from '../button/button.ts';
import type { Config } from '../config/schema.ts';
import type { Lamp } from '../lamp/lamp.ts';
import { patternOf } from '../lamp/pattern.ts';
import { Show } from '../lamp/show.ts';
import type { KeySource, LiveConnector } from '../live/session.ts';
import { Uplink } from '../live/uplink.ts';
import type { Clock } from '../system/clock.ts';
import type { ReportHealth } from '../system/health.ts';
import type { Log } from '../system/log.ts';
import { commandTool } from '../tools/command-tool.ts';
import { Toolbox } from '../tools/toolbox.ts';
import { bookkeeper } from './bookkeeper.ts';
import { Faults, type Part } from './faults.ts';
import { KeptState } from './kept-state.ts';
import { type KeyWatch, watchKey } from './key-watch.ts';
import { linkOf, phaseOf } from './public-state.ts';
import { Readiness } from './readiness.ts';
import { type Happening, Talk } from './talk.ts';
import { times } from './times.ts';

export interface DaemonParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly connector: LiveConnector;
  readonly key: KeySource;
  readonly bus: Bus;
  readonly microphone: Microphone;
  readonly loudspeaker: LoudspeakerFactory;
  readonly buttons: readonly Button[];
  readonly lamp: Lamp;
  readonly stateDir: string;
  /** Told of everything that happens. */
  readonly happened?: (happening: Happening) => void;
  /** Told in words how the daemon is, at every change. */
  readonly status?: (status: string) => void;
}

export class Daemon {
  readonly #parts: DaemonParts;
  readonly #faults: Faults;
  readonly #readiness: Readiness;
  readonly #kept: KeptState;
  readonly #preRoll: Ring;
  readonly #uplink: Uplink;
  readonly #playback: Playback;
  readonly #talk: Talk;
  readonly #topics: OwnTopics;
  readonly #button: AnyButton;
  readonly #show: Show;
  readonly #key: KeyWatch;
  readonly #keepBooks: ReturnType<typeof bookkeeper>;
  #status = '';
  #life: 'starting' | 'running' | 'closed' = 'starting';

  /** Starts every part; nothing that fails later is fatal, and nothing is waited for. */
  static async start(config: Config, parts: DaemonParts): Promise<Daemon> {
    let changed = () => {};
    const faults = new Faults({ log: parts.log, changed: () => changed() });
    const kept = await KeptState.open({
      stateDir: parts.stateDir,
      defaults: { muted: false, volume: config.speaker.volume },
      model: config.live.model,
      clock: parts.clock,
      report: (health) => faults.report('state', health),
    });
    const daemon = new Daemon(config, parts, faults, kept);
    changed = () => daemon.#tell();
    return daemon;
  }

  private constructor(config: Config, parts: DaemonParts, faults: Faults, kept: KeptState) {
    const { clock, log, bus } = parts;
    const base = `${config.mqtt.topicPrefix}/${config.id}`;
    this.#parts = parts;
    this.#faults = faults;
    this.#kept = kept;
    const { muted, volume } = kept.settings.current;
    this.#readiness = new Readiness({ clock, parts: localParts(config, muted) });
    this.#show = new Show({ lamp: parts.lamp, clock });
    this.#preRoll = new Ring({ lengthMs: config.microphone.preRollMs, rateHz: SPEECH_RATE_HZ });
    this.#uplink = new Uplink({ preRoll: this.#preRoll, sent: () => this.#talk.turnSent() });
    this.#playback = new Playback({
      clock,
      log: log.child('speaker'),
      loudspeaker: parts.loudspeaker(this.#report('speaker')),
      volume,
      listener: {
        soundStarted: () => this.#talk.handle({ type: 'soundStarted' }),
        soundEnded: () => this.#talk.handle({ type: 'soundEnded' }),
        broken: () => this.#talk.handle({ type: 'soundBroken' }),
      },
    });
    const tools = config.commands.map((command) => commandTool(command, { bus, clock }));
    this.#talk = new Talk({
      clock,
      times: times(config),
      handle: kept.handle,
      connector: parts.connector,
      toolbox: new Toolbox({ tools, clock, log: log.child('tools') }),
      uplink: this.#uplink,
      playback: this.#playback,
      log: log.child('service'),
      happened: (happening) => this.#happened(happening),
    });
    this.#key = watchKey({ key: parts.key, clock, report: this.#report('key') });
    this.#keepBooks = bookkeeper({ log, faults, key: this.#key, service: config.live.model });
    const brokerLog = log.child('broker');
    this.#topics = new OwnTopics({
      bus,
      base,
      log: brokerLog,
      setMuted: (muted) => this.#setMuted(muted),
      setVolume: (volume) => this.#setVolume(volume),
    });
    const remote = remoteButton({ bus, topic: `${base}/talk/set`, log: brokerLog });
    this.#button = new AnyButton([...parts.buttons, remote]);
    this.#start();
  }

  /** Kept when every part of the device itself has said how it is; never waits for a network. */
  get ready(): Promise<void> {
    return this.#readiness.reached;
  }

  /** How it is, in words. */
  get status(): string {
    return this.#status;
  }

  /** Says the last words and leaves nothing running. */
  async close(): Promise<void> {
    const { microphone, lamp, bus } = this.#parts;
    this.#life = 'closed';
    this.#key.close();
    this.#readiness.close();
    await this.#button.close();
    this.#talk.close();
    this.#show.close();
    await Promise.all([
      microphone.stop(),
      this.#playback.close(),
      lamp.close(),
      this.#kept.close(),
      bus.close(),
    ]);
  }

  #start(): void {
    const { lamp, bus } = this.#parts;
    this.#life = 'running';
    lamp.start(this.#report('lamp'));
    bus.start(this.#report('broker'));
    this.#button.start({
      press: () => this.#talk.handle({ type: 'press' }),
      release: () => this.#talk.handle({ type: 'release' }),
      health: this.#report('button'),
    });
    if (this.#kept.settings.current.muted) this.#talk.handle({ type: 'mute' });
    else this.#listen();
    this.#tell();
  }

  #listen(): void {
    const report = this.#report('microphone');
    this.#parts.microphone.start({
      pcm: (chunk) => this.#uplink.pcm(chunk),
      health: (health) => {
        report(health);
        if (health.state === 'down') this.#talk.handle({ type: 'microphoneLost' });
      },
    });
  }

  #setMuted(muted: boolean): void {
    if (muted === this.#kept.settings.current.muted) return;
    this.#kept.settings.change({ ...this.#kept.settings.current, muted }, 'at once');
    this.#talk.handle({ type: muted ? 'mute' : 'unmute' });
    if (muted) {
      void this.#parts.microphone.stop();
      this.#preRoll.clear();
    } else this.#listen();
    this.#tell();
  }

  #setVolume(volume: number): void {
    this.#kept.settings.change({ ...this.#kept.settings.current, volume }, 'soon');
    this.#playback.setVolume(volume);
    this.#tell();
  }

  #report(part: Part): ReportHealth {
    return (health) => {
      this.#faults.report(part, health);
      this.#readiness.heardOf(part);
    };
  }

  #happened(happening: Happening): void {
    this.#keepBooks(happening, this.#talk.state);
    if (happening.type === 'cue' && happening.cue === 'error') this.#show.error();
    if (happening.type === 'changed') {
      this.#kept.keepHandle(happening.to.link.handle);
      this.#tell();
    }
    this.#parts.happened?.(happening);
  }

  /** Whoever looks sees the same: the lamp, the broker, the service manager. */
  #tell(): void {
    if (this.#life !== 'running') return;
    const { turn, link } = this.#talk.state;
    const { muted, volume } = this.#kept.settings.current;
    const fault = this.#faults.worst;
    const state = { phase: phaseOf(turn), link: linkOf(link), muted, volume, fault };
    this.#topics.tell(state);
    this.#show.show(patternOf({ ...state, fault: fault !== null }));
    const status = [muted ? 'muted' : 'waiting for a press', fault ?? []].flat().join('; ');
    if (status !== this.#status) this.#parts.status?.(status);
    this.#status = status;
  }
}

/** The parts of the device itself, as far as it has them and they are at work. */
function localParts({ button, lamp }: Config, muted: boolean): Part[] {
  const parts: Part[] = ['speaker'];
  if (!muted) parts.push('microphone');
  if (button.type !== 'none') parts.push('button');
  if (lamp.type !== 'none') parts.push('lamp');
  return parts;
}
