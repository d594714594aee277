/**
 * A player for tests, with the protocol of the real one and no device: what it is given has been heard at
 * once, and is written to a file. usage: node fake-player.mjs FILE [HABIT...]
 */
import { appendFileSync } from 'node:fs';

const [file, ...habits] = process.argv.slice(2);
const has = (habit) => habits.includes(habit);
/** `hears=BYTES`: of each sound it tells no more as heard, and goes no further. */
const hears = Number(habits.find((habit) => habit.startsWith('hears='))?.slice(6) ?? Infinity);
/** `answers=SOUNDS`: it has nothing to say to more of them. */
const answers = Number(habits.find((habit) => habit.startsWith('answers='))?.slice(8) ?? Infinity);
const say = (line) => process.stdout.write(`${line}\n`);

let sounds = 0;
let given = 0;
let ended = false;
let phase = 'idle';
let rest = Buffer.alloc(0);

function advance() {
  if (has('no-answer') || sounds >= answers) return;
  if (phase === 'idle') {
    phase = 'playing';
    say('opening');
    if (has('refuses')) {
      process.stderr.write('write() failed: 0\n');
      process.exit(74);
    }
    if (has('no-begin')) return;
    say('playing');
  }
  if (has('no-begin')) return;
  if (has('babbles')) say('played all of it\n\0\nplayed -1 2\ncut off');
  say(`played ${Math.min(given, hears)} ${given}`);
  if (has('fades') && !ended) say(`faded ${given}`);
  if (!ended || given > hears || has('no-end')) return;
  say('drained');
  reset();
}

function reset() {
  sounds++;
  given = 0;
  ended = false;
  phase = 'idle';
}

process.stdin.on('data', (piece) => {
  rest = Buffer.concat([rest, piece]);
  while (rest.length >= 4 && rest.length >= 4 + rest.readUIntLE(1, 3)) {
    const bytes = rest.readUIntLE(1, 3);
    const kind = String.fromCharCode(rest[0]);
    const body = rest.subarray(4, 4 + bytes);
    rest = rest.subarray(4 + bytes);
    if (kind === 'S') {
      appendFileSync(file, body);
      given += bytes;
      advance();
    }
    if (kind === 'E') {
      ended = true;
      advance();
    }
    if (kind === 'C' && !has('no-cut')) {
      say(`cut ${Math.min(given, hears)}`);
      reset();
    }
  }
});
process.stdin.once('end', () => process.exit(0));
say('ready');
