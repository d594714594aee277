import { type ChildProcess, spawn } from 'node:child_process';
import { type ChildEnd, onChildEnd } from '../audio/child-end.ts';
import { inEnglish } from '../audio/english.ts';
import { type Report, ReportReader } from '../player/protocol.ts';
import type { Clock } from '../system/clock.ts';
import type { WayToPlay } from './way-to-play.ts';

/** The process of a player, with whatever it starts itself. */
export class PlayerProcess {
  /** Resolved when the process is gone, and the device free. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;

  /** Throws when the operating system has nothing left to start a process with. */
  constructor({
    way,
    clock,
    report,
    ended,
  }: {
    readonly way: WayToPlay;
    readonly clock: Clock;
    readonly report: (report: Report) => void;
    readonly ended: (end: ChildEnd) => void;
  }) {
    this.#child = spawn(way.command, way.args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: inEnglish(),
      // A group of its own: it is killed with all that it has started; and Ctrl-C in a terminal is for the
      // daemon alone.
      detached: true,
    });
    // That nobody reads any more is told by the end of the process.
    this.#child.stdin?.on('error', () => {});
    const reports = new ReportReader();
    this.#child.stdout?.setEncoding('latin1').on('data', (text: string) => {
      for (const each of reports.push(text)) report(each);
    });
    // What it has started does not outlive it.
    this.#child.once('exit', () => this.kill());
    this.gone = new Promise((resolve) => {
      onChildEnd(this.#child, clock, (end) => {
        resolve();
        ended(end);
      });
    });
  }

  write(order: Buffer): void {
    this.#child.stdin?.write(order);
  }

  kill(): void {
    const { pid } = this.#child;
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // Nobody of it is left.
    }
  }
}
