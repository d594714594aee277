/**
 * Short notes that outlive this program, however it ends, for what cannot wait until a file is on the disk: they are
 * handed to the operating system, which brings them there within seconds. A power cut may take the last ones.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { readIfThere } from './durable-file.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
const OWNER_ONLY = 0o600;

export class LineFile {
  /** The lines of earlier runs; none when they cannot be read. */
  readonly before: readonly string[];
  readonly #path: string;
  /** Open once there is something to note; `undefined` when it cannot be. */
  #file: Promise<FileHandle | undefined> | undefined;
  #last: Promise<void> = Promise.resolve();
  #bytes: number;

  private constructor(path: string, before: string) {
    this.#path = path;
    this.before = before.split('\n').filter((line) => line !== '');
    this.#bytes = Buffer.byteLength(before);
  }

  /** In a folder that is there. Never rejects. */
  static async open(path: string): Promise<LineFile> {
    return new LineFile(path, (await readIfThere(path).catch(() => undefined)) ?? '');
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when they are handed over, or could not be. */
  add(lines: readonly string[]): Promise<void> {
    const text = lines.map((line) => `${line.replaceAll('\n', ' ')}\n`).join('');
    this.#bytes += Buffer.byteLength(text);
    return this.#next((file) => file.appendFile(text));
  }

  clear(): Promise<void> {
    this.#bytes = 0;
    return this.#next((file) => file.truncate(0));
  }

  async close(): Promise<void> {
    if (this.#file !== undefined) await this.#next((file) => file.close());
  }

  #next(work: (file: FileHandle) => Promise<void>): Promise<void> {
    this.#file ??= open(this.#path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, OWNER_ONLY).catch(
      () => undefined,
    );
    const opened = this.#file;
    this.#last = this.#last
      .then(async () => {
        const file = await opened;
        if (file !== undefined) await work(file);
      })
      .catch(() => {});
    return this.#last;
  }
}
