import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Shell scripts in the place of programs, found first on the path. In a script `$DIR` is a folder for
 * signs, and `wait_for NAME` waits for the sign of that name.
 */
export class FakePrograms {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hearth-programs-'));
  readonly #path = process.env['PATH'];

  constructor() {
    mkdirSync(this.#bin());
    process.env['PATH'] = `${this.#bin()}:${this.#path}`;
  }

  dispose(): void {
    process.env['PATH'] = this.#path;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Nothing else is on the path from here on. */
  hideOthers(): void {
    process.env['PATH'] = this.#bin();
  }

  showOthers(): void {
    process.env['PATH'] = `${this.#bin()}:${this.#path}`;
  }

  /** Gives the path of the script. */
  put(name: string, script: string): string {
    const file = this.#bin(name);
    const head = [
      '#!/bin/sh',
      `DIR='${this.#folder}'`,
      'wait_for() { while [ ! -e "$DIR/$1" ]; do sleep 0.02; done; }',
      `echo "$$ $@" >> "$DIR/${name}.runs"`,
    ];
    writeFileSync(file, [...head, script, ''].join('\n'), { mode: 0o755 });
    return file;
  }

  remove(name: string): void {
    rmSync(this.#bin(name));
  }

  /** A line for each time it was started: the number of its process, and its arguments. */
  runs(name: string): string[] {
    return this.read(`${name}.runs`).split('\n').slice(0, -1);
  }

  /** The number of the process that was started last. */
  pid(name: string): number {
    return Number(this.runs(name).at(-1)?.split(' ')[0]);
  }

  sign(name: string): void {
    writeFileSync(join(this.#folder, name), '');
  }

  /** What a script wrote to a file in `$DIR`; empty if it did not. */
  read(name: string): string {
    const file = join(this.#folder, name);
    return existsSync(file) ? readFileSync(file, 'latin1') : '';
  }

  #bin(name = ''): string {
    return join(this.#folder, 'bin', name);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
