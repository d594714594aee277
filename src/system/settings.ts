/**
 * What the household set at run time and expects to find again: a muted device that listens after a
 * power cut would be a betrayal. Kept in one small file; written only when something changed.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Cancel, Clock } from './clock.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
import type { ReportHealth } from './health.ts';

export interface Settings {
  readonly muted: boolean;
  /** 0 to 100. */
  readonly volume: number;
}

export interface SettingsFileParts {
  readonly stateDir: string;
  readonly defaults: Settings;
  readonly clock: Clock;
  readonly report: ReportHealth;
}

const fileSchema = z.object({
  version: z.literal(1),
  muted: z.boolean(),
  volume: z.int().min(0).max(100),
});

/** A slider sends a value for every step of the way; an SD card need not hear of all of them. */
const QUIET_MS = 2_000;

export class SettingsFile {
  readonly #parts: SettingsFileParts;
  readonly #path: string;
  #current: Settings;
  /** What the file says, or would say; `undefined` when that is not known. */
  #kept: Settings | undefined;
  #cancel: Cancel = () => {};
  #writing: Promise<void> = Promise.resolve();

  private constructor(parts: SettingsFileParts) {
    this.#parts = parts;
    this.#path = join(parts.stateDir, 'settings.json');
    this.#current = parts.defaults;
    this.#kept = parts.defaults;
  }

  /** Reads what was kept; a file that is torn or strange counts as none, and that is reported. */
  static async open(parts: SettingsFileParts): Promise<SettingsFile> {
    const file = new SettingsFile(parts);
    try {
      const text = await readIfThere(file.#path);
      if (text !== undefined) {
        const { muted, volume } = fileSchema.parse(JSON.parse(text));
        file.#current = file.#kept = { muted, volume };
      }
      parts.report({ state: 'up', by: parts.stateDir });
    } catch (error) {
      file.#kept = undefined;
      const reason =
        error instanceof z.ZodError || error instanceof SyntaxError
          ? 'is not as it was written'
          : String(error);
      parts.report({
        state: 'down',
        reason: `${file.#path} ${reason}; mute and volume are those of the configuration`,
      });
    }
    return file;
  }

  get current(): Settings {
    return this.#current;
  }

  change(change: Partial<Settings>): void {
    this.#current = { ...this.#current, ...change };
    this.#cancel();
    // Muting is a promise: it is kept at once. A volume can wait for the slider to come to rest.
    if (change.muted === undefined)
      this.#cancel = this.#parts.clock.after(QUIET_MS, () => this.#save());
    else this.#save();
  }

  async close(): Promise<void> {
    this.#cancel();
    this.#save();
    await this.#writing;
  }

  #save(): void {
    const settings = this.#current;
    if (this.#kept && sameAs(settings, this.#kept)) return;
    this.#kept = settings;
    this.#writing = this.#writing.then(() => this.#write(settings));
  }

  async #write({ muted, volume }: Settings): Promise<void> {
    try {
      await writeDurably(this.#path, `${JSON.stringify({ version: 1, muted, volume })}\n`);
      this.#parts.report({ state: 'up', by: this.#parts.stateDir });
    } catch (error) {
      this.#kept = undefined;
      this.#parts.report({ state: 'down', reason: `mute and volume could not be kept: ${error}` });
    }
  }
}

const sameAs = (a: Settings, b: Settings): boolean => a.muted === b.muted && a.volume === b.volume;
