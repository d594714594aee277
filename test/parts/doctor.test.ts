import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noise } from '../doctor/sound/pcm.ts';
import { noPulse } from './sound/needs.ts';
import { LOUDSPEAKER, Pulse } from './sound/pulse.ts';
import { type Report, said } from './support/doctor-report.ts';
import { repository } from './support/lab.ts';
import { titled } from './support/skipping.ts';

describe.skipIf(noPulse)(titled('hearthd doctor behind PulseAudio', noPulse), () => {
  let pulse: Pulse;
  let folder: string;

  beforeAll(async () => {
    pulse = await Pulse.start();
    folder = mkdtempSync(join(tmpdir(), 'hearth-doctor-'));
    const config = { microphone: { device: 'default' }, speaker: { device: LOUDSPEAKER } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  });
  afterAll(async () => {
    await pulse.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is content with the device of a sound server, and hears who speaks there', async () => {
    const speaking = pulse.speak(noise(10_000, 0.1));
    const report = await doctor();
    await speaking;
    expect(said(report, 'cards').join()).not.toContain('bad');
    expect(said(report, 'microphone')).toEqual([
      expect.stringMatching(/^good: The microphone hears: peak -2\d dBFS/),
    ]);
    // Nothing leads from the one null sink to the other.
    expect(said(report, 'loudspeaker')[0]).toMatch(/^bad: A tone was played, but /);
  });

  async function doctor(): Promise<Report> {
    const main = join(repository, 'dist/main.js');
    const args = ['doctor', '--json', '--config', join(folder, 'config.json')];
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, ...pulse.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(await text(child.stdout));
  }
});
