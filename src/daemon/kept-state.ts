/** What survives a restart: what the household set, and the way back into the conversation. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Said } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import { readIfThere } from '../system/durable-file.ts';
import type { Health, ReportHealth } from '../system/health.ts';
import { besides } from '../system/kept-beside.ts';
import { KeptFile } from '../system/kept-file.ts';
import { LineFile } from '../system/line-file.ts';
import { type Settings, settingsSchema } from '../system/settings.ts';
import { within } from '../system/within.ts';

export interface KeptStateParts {
  readonly stateDir: string;
  /** Until the household has set something. */
  readonly defaults: Settings;
  /** A session is resumed with the model that it was held with (ai.google.dev/api/live). */
  readonly model: string;
  /** Whether what was said may be on the disk; when not, what is there from before is removed. */
  readonly recap: 'kept' | 'not-kept';
  readonly clock: Clock;
  readonly report: ReportHealth;
}

/** The last so many entries are kept, each with so many characters at most. */
const MAX_ENTRIES = 40;
const MAX_CHARACTERS = 2_000;

/** Calls that a resumed session may bring again are among the last few. */
const MAX_CALLS = 100;
/** A disk that takes longer must not keep anybody from having the light on. */
const CALLS_LIMIT_MS = 1_000;
/** Then what is in the file with the session is left out of the notes. */
const NOTES_BYTES = 16_384;

const handleSchema = z.string().min(1).max(16_384);

const MAX_ID = 256;

const saidSchema = z.object({
  by: z.enum(['user', 'model']),
  text: z.string().max(MAX_CHARACTERS),
});

const sessionSchema = z.object({
  model: z.string(),
  handle: handleSchema.nullable(),
  recap: z.array(saidSchema).max(MAX_ENTRIES).readonly().default([]),
  /** Ids of the calls that were run, the oldest first. */
  calls: z.array(z.string().max(MAX_ID)).max(MAX_CALLS).readonly().default([]),
});

type SessionFile = KeptFile<z.output<typeof sessionSchema>>;

export class KeptState {
  readonly settings: KeptFile<Settings>;
  readonly #session: SessionFile;
  /** Of the calls, until the file with the session is on the disk. */
  readonly #notes: LineFile;
  readonly #parts: KeptStateParts;

  private constructor(
    parts: KeptStateParts,
    settings: KeptFile<Settings>,
    session: SessionFile,
    notes: LineFile,
  ) {
    this.#parts = parts;
    this.settings = settings;
    this.#session = session;
    this.#notes = notes;
    // After the last that is in the file with the session, unless that is from another time.
    const last = notes.before.lastIndexOf(session.current.calls.at(-1) ?? '');
    this.#keep(notes.before.slice(last + 1));
  }

  static async open(parts: KeptStateParts): Promise<KeptState> {
    const { stateDir, defaults, model, recap, clock, report } = parts;
    const reportFor = oneOf(report);
    const settings = await KeptFile.open({
      path: join(stateDir, 'settings.json'),
      schema: settingsSchema,
      initial: defaults,
      clock,
      report: reportFor('settings'),
    });
    const path = join(stateDir, 'session.json');
    const session = await KeptFile.open({
      path,
      schema: sessionSchema,
      initial: { model, handle: null, recap: [], calls: [] },
      clock,
      report: reportFor('session'),
    });
    if (recap === 'not-kept') await forgetRecap(session, path);
    const notes = await LineFile.open(join(stateDir, 'calls.txt'));
    return new KeptState(parts, settings, session, notes);
  }

  /** Resumes the session of the last run, if there was one. */
  get handle(): string | undefined {
    const { model, handle } = this.#session.current;
    return model === this.#parts.model && handle !== null ? handle : undefined;
  }

  /** The newest handle, or none when the last one was refused. */
  keepHandle(handle: string | undefined): void {
    if (handle === this.handle) return;
    // What could not be read back is no way back.
    const { data = null } = handleSchema.safeParse(handle);
    this.#session.change({ ...this.#current, handle: data }, 'soon');
  }

  /** What the last turns were about, oldest first; nothing when that is not kept. */
  get recap(): readonly Said[] {
    return this.#session.current.recap;
  }

  /** The newest 40 entries, each with its first 2000 characters, if that is kept at all. */
  keepRecap(recap: readonly Said[]): void {
    if (this.#parts.recap === 'not-kept') return;
    const entries = recap.slice(-MAX_ENTRIES).map(({ by, text }) => ({ by, text: begin(text) }));
    this.#session.change({ ...this.#current, recap: entries }, 'soon');
  }

  /** Calls that the session of the last run may bring again; what came of them is not kept. */
  get calls(): readonly string[] {
    return this.handle === undefined ? [] : this.#session.current.calls;
  }

  /**
   * These calls are about to be run. Where a session could bring them again after a restart, resolves when that is
   * noted so that it outlives this program, or a second later; some milliseconds later it is on the disk, which
   * nobody should wait for to have the light on. `undefined`: there is nothing to wait for.
   */
  keepCalls(ids: readonly string[]): Promise<void> | undefined {
    const short = ids.filter((id) => id.length <= MAX_ID);
    if (this.handle === undefined) {
      // Written with the first handle.
      const calls = [...this.#session.current.calls, ...short].slice(-MAX_CALLS);
      this.#session.change({ ...this.#current, calls }, 'later');
      return undefined;
    }
    const noted = this.#notes.add(short);
    this.#keep(short);
    return within(this.#parts.clock, CALLS_LIMIT_MS, noted);
  }

  #keep(ids: readonly string[]): void {
    const { calls } = this.#session.current;
    const news = ids.filter((id) => id.length <= MAX_ID && !calls.includes(id));
    if (news.length > 0) {
      const change = { ...this.#current, calls: [...calls, ...news].slice(-MAX_CALLS) };
      this.#session.change(change, 'at once');
    }
    const { bytes } = this.#notes;
    if (bytes <= NOTES_BYTES) return;
    void this.#session.flush().then(() => {
      if (this.#notes.bytes === bytes) void this.#notes.clear();
    });
  }

  /**
   * Resolves, within seconds, when the newest handle is on the disk, or could not be brought there: to be
   * waited for before a connection is closed.
   */
  handleKept(): Promise<void> {
    return this.#session.flush();
  }

  async close(): Promise<void> {
    await Promise.all([this.settings.close(), this.#session.close(), this.#notes.close()]);
  }

  get #current(): z.output<typeof sessionSchema> {
    const { recap, calls } = this.#session.current;
    return { model: this.#parts.model, handle: this.handle ?? null, recap, calls };
  }
}

/** Also in a file that was set aside, or is kept in another form. */
async function forgetRecap(session: SessionFile, path: string): Promise<void> {
  if (session.current.recap.length > 0)
    session.change({ ...session.current, recap: [] }, 'at once');
  await session.flush();
  for (const aside of await besides(path)) {
    const text = await readIfThere(aside).catch(() => undefined);
    if (text?.includes('"recap"')) await rm(aside, { force: true });
  }
}

/** The first characters, none of them half. */
const begin = (text: string): string =>
  text.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');

/** Several reports as one: down as long as any of them is. */
function oneOf(report: ReportHealth): (name: string) => ReportHealth {
  const all = new Map<string, Health>();
  return (name) => (health) => {
    all.set(name, health);
    report([...all.values()].find(({ state }) => state === 'down') ?? health);
  };
}
