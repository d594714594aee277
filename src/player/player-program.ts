/**
 * A program of its own: plays what the daemon gives it, and says how far it is (see `protocol.ts`). Whatever
 * crashes, blocks or leaks where sound is played is this program. It ends when its standard input does.
 *
 *     node player-program.js speaker|aplay DEVICE
 */
import { systemClock } from '../system/clock.ts';
import { raisePriority } from '../system/priority.ts';
import { AplayOutput } from './aplay-output.ts';
import { Pacer } from './pacer.ts';
import { EXIT_GARBAGE, OrderReader, type Report, reportLine } from './protocol.ts';
import { loadSpeaker } from './speaker-output.ts';

/** A device that does not let go must not keep it alive. */
const EXIT_LIMIT_MS = 1_000;

raisePriority();
const [way, device = 'default'] = process.argv.slice(2);
// That the daemon reads no more is told by the end of what it writes.
process.stdout.on('error', () => {});
const options = { device, underrun: () => pacer.underrun(), broke: exit };
const output = way === 'aplay' ? new AplayOutput(options) : await loadSpeaker(options);
const pacer = new Pacer({ output, clock: systemClock, say });
say({ report: 'ready' });

const orders = new OrderReader();
process.stdin.on('data', (piece: Buffer) => {
  for (const order of orders.push(piece)) {
    if (order.order === 'garbage') exit(EXIT_GARBAGE, 'What came is no order.');
    else pacer.follow(order);
  }
});
process.stdin.once('end', () => {
  systemClock.after(EXIT_LIMIT_MS, () => process.exit(0));
  void pacer.close().then(() => process.exit(0));
});

function say(report: Report): void {
  process.stdout.write(reportLine(report));
}

function exit(exitCode: number, words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(exitCode);
}
