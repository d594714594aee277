import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Notify } from '../system/notify.ts';
import type { LoadedAgain } from './load-again.ts';
import { closed, type Started, succession } from './succession.ts';

export interface CurrentDaemonParts {
  readonly clock: Clock;
  readonly notify: Notify;
  /** Reads the configuration anew. Never throws. */
  readonly load: () => LoadedAgain;
  /** Puts a daemon together; `tell` is told whenever its words change. */
  readonly start: (config: Config, tell: () => void) => Promise<Started>;
  /** What cannot be looked at again while this process runs, as a sentence. */
  readonly fixed: (config: Config) => string | undefined;
}

/** A longer turn is one that nobody wants to be cut off from. */
const LULL_LIMIT_MS = 60_000;
/** Closing, opening and becoming ready take less, also when files are slow. */
const CHANGE_LIMIT_MS = 30_000;

/**
 * The daemon that is at work, through all changes of its configuration: at each `reload` the file is read again, and
 * when it says something else, a daemon of the new kind takes the place of the old one in a moment when nobody talks.
 * The conversation goes on: its handle and what was said are on the disk in between. A configuration that is wrong, or
 * with which no daemon can be started, leaves everything as it is.
 */
export class CurrentDaemon {
  readonly #parts: CurrentDaemonParts;
  #config: Config;
  #log: Log;
  #at: Place;
  #reload: 'none' | 'under way' | 'wanted again' = 'none';
  #changing: Promise<void> = Promise.resolve();
  /** Ends the wait for a moment when nobody talks. */
  #cut = () => {};
  /** What came of the last reload, if that is worth a word. */
  #note = '';
  #withheld: string | undefined;
  /** Resolves with a sentence when there is no daemon any more although nobody closed it. */
  readonly lost: Promise<string>;
  #lose: (why: string) => void = () => {};

  /** Rejects as `parts.start` does. */
  static async start(config: Config, parts: CurrentDaemonParts): Promise<CurrentDaemon> {
    let tell = () => {};
    const started = await parts.start(config, () => tell());
    const current = new CurrentDaemon(config, started, parts);
    await started.daemon.ready;
    tell = () => current.#tell();
    parts.notify.ready(current.status);
    return current;
  }

  private constructor(config: Config, started: Started, parts: CurrentDaemonParts) {
    this.#parts = parts;
    this.#config = config;
    this.#log = started.log;
    this.#at = { name: 'work', started };
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  /** That of the daemon at work. */
  get log(): Log {
    return this.#log;
  }

  /** How it is, in words; before them what an installer should know first. */
  get status(): string {
    const doing = this.#at.name === 'work' ? this.#at.started.daemon.status : 'reloading';
    return [this.#withheld, this.#note, doing].filter(Boolean).join('; ');
  }

  /** Why the process should be started anew, as a sentence; undefined when all is well. */
  get complaint(): string | undefined {
    if (this.#at.name === 'work') return this.#at.started.daemon.complaint;
    if (this.#at.name === 'closed') return undefined;
    const tookMs = this.#parts.clock.now() - this.#at.sinceMs;
    return tookMs > CHANGE_LIMIT_MS
      ? 'The change to another configuration does not come to its end.'
      : undefined;
  }

  /** For this reason the service manager is not told that all is well; undefined when it is again. */
  withheld(complaint: string | undefined): void {
    this.#withheld = complaint;
    this.#tell();
  }

  /** Reads the configuration again, and takes it over. One that comes while another is under way follows it. */
  reload(): void {
    if (this.#at.name === 'closed') return;
    const before = this.#reload;
    this.#reload = before === 'none' ? 'under way' : 'wanted again';
    if (before === 'none') void this.#reloadAll();
    else this.#cut();
  }

  /** Resolves when nothing runs any more. */
  async close(): Promise<void> {
    const at = this.#at;
    this.#at = { name: 'closed' };
    this.#cut();
    if (at.name === 'work') await closed(at.started);
    await this.#changing;
  }

  async #reloadAll(): Promise<void> {
    do {
      this.#reload = 'under way';
      await this.#reloadOnce();
    } while (this.#isWantedAgain);
    this.#reload = 'none';
  }

  get #isWantedAgain(): boolean {
    return this.#reload === 'wanted again' && this.#at.name === 'work';
  }

  async #reloadOnce(): Promise<void> {
    const { notify, load, fixed } = this.#parts;
    if (this.#at.name !== 'work') return;
    const { started } = this.#at;
    notify.reloading();
    started.daemon.lookAtKey();
    const loaded = load();
    if (loaded.state === 'wrong') {
      for (const problem of loaded.problems)
        this.#log.error('the new configuration is wrong, the old one is in use', { problem });
      this.#done(
        `the new configuration is wrong, the old one is in use: ${loaded.problems.join(' ')}`,
      );
      return;
    }
    const said = fixed(loaded.config);
    if (said !== undefined) this.#log.info(said);
    if (isDeepStrictEqual(loaded.config, this.#config)) {
      this.#log.info('the configuration was read again and says what it said before');
      this.#done('');
      return;
    }
    if (started.lull.state === 'talk') {
      this.#done('the new configuration is taken over when nobody talks');
      const waiting = started.lull.wait(LULL_LIMIT_MS);
      this.#cut = waiting.cut;
      await waiting.over;
      if (this.#reload === 'wanted again' || !this.#isAtWork(started)) return;
      if (started.lull.state === 'talk') {
        const why = 'somebody talked for a minute without a pause';
        this.#log.warn('the new configuration is not in use: reload again', { because: why });
        this.#done(`the new configuration is not in use, because ${why}: reload again`);
        return;
      }
      notify.reloading();
    }
    this.#changing = this.#change(started, loaded.config);
    await this.#changing;
  }

  async #change(before: Started, config: Config): Promise<void> {
    const { clock, start } = this.#parts;
    const at: Place = { name: 'change', sinceMs: clock.now() };
    this.#at = at;
    const next = await succession({
      clock,
      before,
      configs: [config, this.#config],
      start: (config) => start(config, () => this.#tell()),
      wanted: () => (this.#at === at ? 'yes' : 'no'),
    });
    if (next.state === 'lost') this.#lose(next.why);
    if (next.state !== 'replaced') return;
    this.#config = next.config;
    this.#log = next.by.log;
    this.#at = { name: 'work', started: next.by };
    const [reason] = next.refused;
    if (reason === undefined) {
      this.#log.info('the new configuration is in use');
      this.#done('');
    } else {
      const why = 'no daemon could be started with the new configuration, the old one is in use';
      this.#log.error(why, { reason });
      this.#done(`${why}: ${reason}`);
    }
  }

  #isAtWork(started: Started): boolean {
    return this.#at.name === 'work' && this.#at.started === started;
  }

  /** The reload is over; `note` stands in front of the words until the next one. */
  #done(note: string): void {
    this.#note = note;
    if (this.#at.name === 'work') this.#parts.notify.ready(this.status);
  }

  #tell(): void {
    if (this.#at.name !== 'closed') this.#parts.notify.status(this.status);
  }
}

type Place =
  | { readonly name: 'work'; readonly started: Started }
  /** One daemon closes, the next is put together. */
  | { readonly name: 'change'; readonly sinceMs: number }
  | { readonly name: 'closed' };
