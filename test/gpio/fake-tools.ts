import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Level } from '../../src/gpio/gpio.ts';

const TOOLS = ['gpiomon', 'gpioget', 'gpioset', 'gpiodetect'];

/** Tools of libgpiod on the path of this process, and the simulated lines behind them. */
export class FakeTools {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hearth-tools-'));
  readonly #path = process.env['PATH'];

  constructor({ version, path = process.env['PATH'] }: { version: 1 | 2; path?: string }) {
    const bin = join(this.#folder, 'bin');
    mkdirSync(bin);
    const script = readFileSync(new URL('./libgpiod.mjs', import.meta.url), 'utf8');
    const program = join(this.#folder, 'libgpiod.mjs');
    writeFileSync(program, `#!${process.execPath}\n${script}`);
    chmodSync(program, 0o755);
    for (const tool of TOOLS) symlinkSync(program, join(bin, tool));
    this.chips('gpiochip0 [pinctrl-bcm2711] (32 lines)\n');
    process.env['PATH'] = path === '' ? bin : `${bin}:${path}`;
    process.env['FAKE_LIBGPIOD'] = String(version);
    process.env['FAKE_LINES'] = this.#folder;
  }

  remove(): void {
    process.env['PATH'] = this.#path;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  chips(listed: string): void {
    writeFileSync(this.#file('chips'), listed);
  }

  level(pin: number, level: Level): void {
    writeFileSync(this.#file(`level-${pin}`), String(level));
  }

  edge(pin: number, edge: 'rising' | 'falling'): void {
    appendFileSync(this.#file(`edges-${pin}`), `${edge}\n`);
  }

  /** The process that has the line; one that is gone has nothing. */
  owner(pin: number): number | undefined {
    const pid = Number(this.#read(`owner-${pin}`));
    return pid !== 0 && existsSync(`/proc/${pid}`) ? pid : undefined;
  }

  /** Somebody else has the line. */
  own(pin: number): void {
    writeFileSync(this.#file(`owner-${pin}`), String(process.pid));
  }

  /** From now on the tools take half a second to end. */
  slow(): void {
    writeFileSync(this.#file('slow'), '');
  }

  /** Every level that the line was driven to, for example `101`. */
  driven(pin: number): string {
    return this.#read(`driven-${pin}`);
  }

  calls(): string[] {
    return this.#read('calls').trim().split('\n');
  }

  #read(name: string): string {
    return existsSync(this.#file(name)) ? readFileSync(this.#file(name), 'utf8') : '';
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}
