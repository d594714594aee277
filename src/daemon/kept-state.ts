/** What survives a restart: what the household set, and the way back into the conversation. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Said } from '../live/session.ts';
import type { Clock } from '../system/clock.ts';
import { readIfThere } from '../system/durable-file.ts';
import type { Health, ReportHealth } from '../system/health.ts';
import { asideOf, KeptFile } from '../system/kept-file.ts';
import { type Settings, settingsSchema } from '../system/settings.ts';

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

const handleSchema = z.string().min(1).max(16_384);

const saidSchema = z.object({
  by: z.enum(['user', 'model']),
  text: z.string().max(MAX_CHARACTERS),
});

const sessionSchema = z.object({
  model: z.string(),
  handle: handleSchema.nullable(),
  recap: z.array(saidSchema).max(MAX_ENTRIES).readonly().default([]),
});

type SessionFile = KeptFile<z.output<typeof sessionSchema>>;

export class KeptState {
  readonly settings: KeptFile<Settings>;
  readonly #session: SessionFile;
  readonly #parts: KeptStateParts;

  private constructor(parts: KeptStateParts, settings: KeptFile<Settings>, session: SessionFile) {
    this.#parts = parts;
    this.settings = settings;
    this.#session = session;
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
      initial: { model, handle: null, recap: [] },
      clock,
      report: reportFor('session'),
    });
    if (recap === 'not-kept') await forgetRecap(session, path);
    return new KeptState(parts, settings, session);
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

  /**
   * Resolves, within seconds, when the newest handle is on the disk, or could not be brought there: to be
   * waited for before a connection is closed.
   */
  handleKept(): Promise<void> {
    return this.#session.flush();
  }

  async close(): Promise<void> {
    await Promise.all([this.settings.close(), this.#session.close()]);
  }

  get #current(): z.output<typeof sessionSchema> {
    return { model: this.#parts.model, handle: this.handle ?? null, recap: this.recap };
  }
}

/** Also in a file that was set aside, where nobody would look for it. */
async function forgetRecap(session: SessionFile, path: string): Promise<void> {
  const aside = asideOf(path);
  const unusable = await readIfThere(aside).catch(() => undefined);
  if (unusable?.includes('"recap"')) await rm(aside, { force: true });
  if (session.current.recap.length === 0) return;
  session.change({ ...session.current, recap: [] }, 'at once');
  await session.flush();
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
