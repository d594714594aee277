/** What survives a restart: what the household set, and the way back into the conversation. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../system/clock.ts';
import type { Health, ReportHealth } from '../system/health.ts';
import { KeptFile } from '../system/kept-file.ts';
import { type Settings, settingsSchema } from '../system/settings.ts';

export interface KeptStateParts {
  readonly stateDir: string;
  /** Until the household has set something. */
  readonly defaults: Settings;
  /** A session is resumed with the model that it was held with (ai.google.dev/api/live). */
  readonly model: string;
  readonly clock: Clock;
  readonly report: ReportHealth;
}

const sessionSchema = z.object({
  model: z.string(),
  handle: z.string().min(1).max(16_384).nullable(),
});

export class KeptState {
  readonly settings: KeptFile<Settings>;
  readonly #session: KeptFile<z.output<typeof sessionSchema>>;
  readonly #model: string;

  private constructor(
    settings: KeptFile<Settings>,
    session: KeptFile<z.output<typeof sessionSchema>>,
    model: string,
  ) {
    this.settings = settings;
    this.#session = session;
    this.#model = model;
  }

  static async open(parts: KeptStateParts): Promise<KeptState> {
    const { stateDir, defaults, model, clock, report } = parts;
    const reportFor = oneOf(report);
    const settings = await KeptFile.open({
      path: join(stateDir, 'settings.json'),
      schema: settingsSchema,
      initial: defaults,
      clock,
      report: reportFor('settings'),
    });
    const session = await KeptFile.open({
      path: join(stateDir, 'session.json'),
      schema: sessionSchema,
      initial: { model, handle: null },
      clock,
      report: reportFor('session'),
    });
    return new KeptState(settings, session, model);
  }

  /** Resumes the session of the last run, if there was one. */
  get handle(): string | undefined {
    const { model, handle } = this.#session.current;
    return model === this.#model && handle !== null ? handle : undefined;
  }

  /** The newest handle, or none when the last one was refused. */
  keepHandle(handle: string | undefined): void {
    if (handle !== this.handle)
      this.#session.change({ model: this.#model, handle: handle ?? null }, 'soon');
  }

  async close(): Promise<void> {
    await Promise.all([this.settings.close(), this.#session.close()]);
  }
}

/** Several reports as one: down as long as any of them is. */
function oneOf(report: ReportHealth): (name: string) => ReportHealth {
  const all = new Map<string, Health>();
  return (name) => (health) => {
    all.set(name, health);
    report([...all.values()].find(({ state }) => state === 'down') ?? health);
  };
}
