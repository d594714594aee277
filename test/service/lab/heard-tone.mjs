/** How many milliseconds of a tone of 440 Hz are in what was recorded (s16le mono, 24 kHz, no header). */
import { readFileSync } from 'node:fs';

const RATE_HZ = 24_000;
const WINDOW = 1_200;

const pcm = readFileSync(process.argv[2]);
const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length >> 1);
let windows = 0;
for (let at = 0; at + WINDOW <= samples.length; at += WINDOW)
  if (isTone(samples.subarray(at, at + WINDOW))) windows += 1;
process.stdout.write(`${(windows * WINDOW * 1_000) / RATE_HZ}\n`);

/** Most of what is in the window is of that frequency (Goertzel). */
function isTone(window) {
  let real = 0;
  let imaginary = 0;
  let power = 0;
  window.forEach((sample, at) => {
    const angle = (2 * Math.PI * 440 * at) / RATE_HZ;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
    power += sample * sample;
  });
  const tone = (2 * (real * real + imaginary * imaginary)) / window.length;
  return power / window.length > 10_000 && tone > 0.8 * power;
}
