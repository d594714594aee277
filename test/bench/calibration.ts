/** How late this benchmark hears what sounds. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { REPLY_RATE_HZ } from '../../src/audio/pcm.ts';
import { wavHeader } from '../../src/audio/wav.ts';
import { tone } from '../../src/live-peer/scripted-model.ts';
import { LOUDSPEAKER, type Pulse } from '../parts/sound/pulse.ts';
import type { Ear } from './ear.ts';
import { machineNowMs, sleep } from './machine-clock.ts';
import { pactl } from './pactl.ts';

/**
 * PulseAudio plays a click that it holds in its memory already, at once when a line on a socket of its
 * own tells it to: there is no shorter way to the sink. From that line to the click in the recording is
 * what the sink, the recording and this process take together, and so more than the recording alone.
 */
export async function clickDelaysMs({
  pulse,
  ear,
  folder,
  clicks,
}: {
  readonly pulse: Pulse;
  readonly ear: Ear;
  readonly folder: string;
  readonly clicks: number;
}): Promise<number[]> {
  const socket = join(folder, 'pulse-commands');
  pactl(pulse, 'load-module', 'module-cli-protocol-unix', `socket=${socket}`);
  const click = join(folder, 'click.wav');
  const pcm = tone({ durationMs: 20, frequencyHz: 1_000 });
  writeFileSync(
    click,
    Buffer.concat([wavHeader({ rateHz: REPLY_RATE_HZ, dataBytes: pcm.length }), pcm]),
  );

  const commands = connect(socket);
  commands.resume();
  await once(commands, 'connect');
  commands.write(`load-sample click ${click}\n`);
  const delaysMs: number[] = [];
  for (let each = 0; each < clicks; each++) {
    await sleep(300 + Math.random() * 50);
    const toldAtMs = machineNowMs();
    commands.write(`play-sample click ${LOUDSPEAKER}\n`);
    const sound = await ear.next();
    delaysMs.push(sound.beganAtMs - toldAtMs);
    await ear.over(sound);
  }
  commands.destroy();
  return delaysMs;
}
