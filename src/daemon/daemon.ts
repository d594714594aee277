/**
 * The composition: from ports to a running voice. `run` and `demo` both come through here and differ
 * only in the parts that they bring.
 */

import { remoteButton } from '../broker/remote-button.ts';
import { takeRequests } from '../broker/requests.ts';
import { AnyButton } from '../button/any-button.ts';
import type { Config } from '../config/schema.ts';
import { ButtonConsent } from '../consent/button-consent.ts';
import type { Event } from '../conversation/event.ts';
import { mayInterrupt } from '../conversation/turn.ts';
import type { ReportHealth } from '../system/health.ts';
import { Bookkeeper } from './bookkeeper.ts';
import { type DaemonParts, localParts } from './daemon-parts.ts';
import { Face } from './face.ts';
import type { Part } from './faults.ts';
import { Hands } from './hands.ts';
import { type KeyWatch, watchKey } from './key-watch.ts';
import { baseOf, type Opened, open } from './opened.ts';
import { Readiness } from './readiness.ts';
import { type Happening, Talk } from './talk.ts';
import { times } from './times.ts';
import { complaint } from './vitals.ts';
import { Voice } from './voice.ts';

export class Daemon {
  readonly #parts: DaemonParts;
  readonly #opened: Opened;
  readonly #readiness: Readiness;
  readonly #consent: ButtonConsent;
  readonly #hands: Hands;
  readonly #voice: Voice;
  readonly #talk: Talk;
  readonly #button: AnyButton;
  readonly #face: Face;
  readonly #key: KeyWatch;
  readonly #books: Bookkeeper;
  readonly #mode: Mode;
  #life: 'starting' | 'running' | 'closed' = 'starting';

  /** Starts every part; nothing that fails later is fatal, and nothing is waited for. */
  static async start(config: Config, parts: DaemonParts): Promise<Daemon> {
    const { clock, log } = parts;
    let changed = () => {};
    let happened: (happening: Happening) => void = () => {};
    const consent = new ButtonConsent({ clock, log: log.child('consent') });
    const opened = await open(config, parts, {
      consent,
      changed: () => changed(),
      acted: (deed) => happened({ type: 'act', deed }),
    });
    const daemon = new Daemon(config, { ...parts, consent }, opened);
    changed = () => daemon.#tell();
    happened = (happening) => daemon.#happened(happening);
    return daemon;
  }

  private constructor(
    config: Config,
    { consent, ...parts }: DaemonParts & { readonly consent: ButtonConsent },
    opened: Opened,
  ) {
    const { faults, kept, topics, accounts, home } = opened;
    const { clock, log, bus, access } = parts;
    const base = baseOf(config);
    this.#parts = parts;
    this.#opened = opened;
    this.#consent = consent;
    this.#hands = new Hands(consent);
    this.#mode = config.button.type === 'none' ? 'hold' : config.button.mode;
    const { muted, volume } = kept.settings.current;
    this.#readiness = new Readiness({ clock, parts: localParts(config, muted) });
    this.#face = new Face({ ...parts, topics });
    this.#voice = new Voice({
      ...parts,
      config,
      volume,
      report: (part) => this.#report(part),
      sent: () => this.#talk.turnSent(),
      tell: (event) => this.#talk.handle(event),
      turn: () => this.#talk.state.turn,
    });
    const { senses, playback } = this.#voice;
    this.#talk = new Talk({
      clock,
      times: times(config),
      memory: kept,
      connector: parts.connector,
      toolbox: home.toolbox,
      uplink: senses.uplink,
      playback,
      attend: () => senses.attend(),
      foresee: () => bus.foresee(),
      acknowledge: () => this.#voice.acknowledge(),
      happened: (happening) => this.#happened(happening),
    });
    const { model, auth } = config.live;
    const key = watchKey({ access, type: auth.type, clock, report: this.#report('key') });
    this.#key = key;
    this.#books = new Bookkeeper({ log: log.child('service'), clock, faults, key, model });
    const brokerLog = log.child('broker');
    takeRequests({
      bus,
      base,
      log: brokerLog,
      setMuted: (muted) => this.#setMuted(muted),
      setVolume: (volume) => this.#setVolume(volume),
      setBudget: (usd) => accounts.raise(usd),
      ask: (text) => this.#demand({ type: 'ask', text }),
    });
    const remote = remoteButton({ bus, topic: `${base}/talk/set`, clock, log: brokerLog });
    this.#button = new AnyButton([
      ...parts.buttons.map((button) => this.#hands.on(button, 'hand')),
      this.#hands.on(remote, config.confirm.remoteButton ? 'hand' : 'other'),
    ]);
    this.#start();
  }

  /** Kept when every part of the device itself has said how it is; never waits for a network. */
  get ready(): Promise<void> {
    return this.#readiness.reached;
  }

  /** How it is, in words. */
  get status(): string {
    return this.#face.status;
  }

  /** Why the process should be started anew, as a sentence; undefined when all is well. */
  get complaint(): string | undefined {
    const nowMs = this.#parts.clock.now();
    return complaint({ nowMs, hearing: this.#voice.senses.hearing, overdue: this.#talk.overdue });
  }

  /** Looks at once whether there is a key, or another one. */
  lookAtKey(): void {
    this.#key.look();
  }

  /** Says the last words and leaves nothing running. */
  async close(): Promise<void> {
    const { lamp, bus } = this.#parts;
    const { kept, accounts, home } = this.#opened;
    this.#life = 'closed';
    this.#key.close();
    this.#readiness.close();
    await this.#button.close();
    const hungUp = this.#talk.close();
    this.#face.close();
    this.#books.close();
    this.#consent.close();
    await Promise.all([
      hungUp,
      this.#voice.close(),
      lamp.close(),
      hungUp.then(() => Promise.all([kept.close(), accounts.close(), home.close()])),
      bus.close(),
    ]);
  }

  #start(): void {
    const { lamp, bus } = this.#parts;
    this.#life = 'running';
    lamp.start(this.#report('lamp'));
    bus.start(this.#report('broker'));
    this.#button.start({
      press: () => this.#demand({ type: this.#mode === 'open-mic' ? 'toggle' : 'press' }),
      release: () => this.#talk.handle({ type: 'release' }),
      health: this.#report('button'),
      pressCounts: () => ['pressed', 'listening'].includes(this.#talk.state.turn.name),
    });
    if (this.#opened.kept.settings.current.muted) this.#talk.handle({ type: 'mute' });
    else this.#voice.senses.listen();
    this.#tell();
  }

  /** Somebody wants to be heard; that costs money. */
  #demand(event: Event): void {
    // With an open microphone, the press that closes it is free.
    const isFree = this.#talk.state.turn.name === 'open';
    const mayTalk = isFree || this.#opened.accounts.credit === 'left';
    if (event.type === 'ask' && !mayInterrupt(this.#talk.state.turn))
      this.#parts.log.warn('a question was dropped: somebody is speaking, or the device is muted');
    this.#talk.handle(mayTalk ? event : { type: 'denied' });
    if (this.#voice.senses.ears === 'down') this.#talk.handle({ type: 'microphoneLost' });
  }

  #setMuted(muted: boolean): void {
    const { settings } = this.#opened.kept;
    if (muted === settings.current.muted) return;
    settings.change({ ...settings.current, muted }, 'at once');
    this.#talk.handle({ type: muted ? 'mute' : 'unmute' });
    if (muted) this.#voice.senses.mute();
    else this.#voice.senses.listen();
    this.#tell();
  }

  #setVolume(volume: number): void {
    const { settings } = this.#opened.kept;
    settings.change({ ...settings.current, volume }, 'soon');
    this.#voice.playback.setVolume(volume);
    this.#tell();
  }

  #report(part: Part): ReportHealth {
    return (health) => {
      this.#opened.faults.report(part, health);
      this.#readiness.heardOf(part);
      if (part === 'broker' && health.state === 'up') this.#opened.home.connected();
    };
  }

  #happened(happening: Happening): void {
    this.#books.heard(happening, this.#talk.state);
    this.#opened.accounts.heard(happening);
    if (happening.type === 'session') {
      this.#face.heard(happening.event);
      // A code of one connection is not good on another.
      if (['opened', 'closed'].includes(happening.event.type)) this.#consent.reconnected();
    }
    if (happening.type === 'cue') this.#face.sign(happening.cue);
    if (happening.type === 'changed') {
      this.#hands.changed(happening);
      this.#opened.kept.keepHandle(happening.to.link.handle);
      this.#voice.senses.follow(happening.to.turn);
      this.#tell();
    }
    this.#parts.happened?.(happening);
    this.#warn();
  }

  /** That there soon will be no money left is said when nobody is talking. */
  #warn(): void {
    if (this.#talk.state.turn.name !== 'idle' || this.#opened.accounts.takeWarning() === 'none')
      return;
    this.#voice.playback.cue('warning');
    this.#face.sign('warning');
  }

  #tell(): void {
    if (this.#life !== 'running') return;
    const { muted, volume } = this.#opened.kept.settings.current;
    this.#face.show({ ...this.#talk.state, muted, volume, fault: this.#opened.faults.worst });
  }
}

type Mode = 'hold' | 'toggle' | 'open-mic';
