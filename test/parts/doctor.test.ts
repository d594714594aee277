import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noise } from '../doctor/sound/pcm.ts';
import { missing, noPulse } from './sound/needs.ts';
import { LOUDSPEAKER, Pulse } from './sound/pulse.ts';
import { inGuest, noLab, repository } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/** The built program on sound cards of a real kernel. What runs there is `sound/doctor-lab.mjs`. */
const absent = noLab ?? missing('arecord', 'aplay');

/** Two loopback cards, each with room for one program, and one with a mixer. */
const LOOPBACKS = ['enable=1,1', 'index=0,1', 'id=Mic,Speaker', 'pcm_substreams=1,1'];
const KERNEL = [
  ...LOOPBACKS.map((value) => `snd_aloop.${value}`),
  // Otherwise it records whatever lies in memory.
  ...['index=2', 'fake_buffer=0'].map((value) => `snd_dummy.${value}`),
];

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly sentence: string;
  readonly lines?: readonly string[];
}

interface Result {
  readonly name: string;
  readonly exitCode: number;
  readonly errors: string;
  readonly report: { readonly outcome: string; readonly findings: readonly Finding[] };
  /** Sound programs that were still there afterwards. */
  readonly left: number;
  readonly other?: number;
  readonly after?: Result;
}

const said = ({ report }: Pick<Result, 'report'>, check: string) =>
  report.findings
    .filter((finding) => finding.check === check)
    .map(({ state, sentence }) => `${state}: ${sentence}`);

describe.skipIf(absent)(titled('hearthd doctor on sound cards', absent), () => {
  const results = new Map<string, Result>();
  const situations = [
    ...['oneRoom', 'twoRooms', 'oneCard', 'wrongName', 'busy', 'running', 'muted'],
    ...['interrupted', 'forbidden'],
  ];

  beforeAll(async () => {
    const { output, errors } = await inGuest(
      [...KERNEL.flatMap((parameter) => ['-k', parameter]), '-t', '600'],
      ['node', 'test/parts/sound/doctor-lab.mjs', ...situations],
    );
    for (const line of output.split('\n').filter((text) => text.startsWith('{'))) {
      const result: Result = JSON.parse(line);
      results.set(result.name, result);
    }
    expect([...results.keys()], errors).toEqual(situations);
  }, 620_000);

  const resultOf = (situation: string): Result => {
    const result = results.get(situation);
    if (result?.report === undefined) throw new Error(JSON.stringify(result));
    return result;
  };
  const lines = ({ report }: Result, check: string) =>
    report.findings
      .filter((finding) => finding.check === check)
      .flatMap((finding) => finding.lines ?? []);

  it('finds nothing wrong where the microphone hears the loudspeaker', () => {
    const result = resultOf('oneRoom');
    expect(said(result, 'microphone')).toEqual([
      expect.stringMatching(/^good: The microphone hears: peak -2\d dBFS/),
    ]);
    expect(said(result, 'loudspeaker')[0]).toMatch(
      /^good: The loudspeaker plays by (speaker|aplay), /,
    );
    expect(result).toMatchObject({ exitCode: 0, errors: '', report: { outcome: 'good' } });
  });

  it('says that the loudspeaker is not heard where it is in another room', () => {
    const result = resultOf('twoRooms');
    expect(said(result, 'microphone')).toEqual([expect.stringMatching(/^good: /)]);
    expect(said(result, 'loudspeaker')[0]).toMatch(/^bad: .*the microphone did not hear it/);
    expect(result).toMatchObject({ exitCode: 1, report: { outcome: 'bad' } });
  });

  it('hears the tone on a card that does both, and that nobody spoke into it', () => {
    const result = resultOf('oneCard');
    expect(said(result, 'microphone')).toEqual([expect.stringMatching(/^bad: No sound at all/)]);
    expect(said(result, 'loudspeaker')[0]).toMatch(/^good: .*880 Hz at -/);
  });

  it('lists the cards, and says which name was meant', () => {
    const result = resultOf('wrongName');
    expect(lines(result, 'cards')).toEqual(
      expect.arrayContaining([
        'capture  plughw:CARD=Mic,DEV=1  (Loopback: Loopback PCM)',
        'playback plughw:CARD=Dummy  (Dummy: Dummy PCM)',
        'write into the configuration: "microphone": { "device": "plughw:CARD=Mic,DEV=1" }',
        'write into the configuration: "speaker": { "device": "plughw:CARD=Speaker" }',
      ]),
    );
    expect(said(result, 'microphone')).toEqual([expect.stringMatching(/^skipped: /)]);
  });

  it('says which program has the microphone', () => {
    const result = resultOf('busy');
    expect(said(result, 'busy')[0]).toMatch(`bad: "arecord" (process ${result.other}) has `);
    expect(said(result, 'microphone')[0]).toMatch(`skipped: It could not be tried: "arecord"`);
    expect(result.exitCode).toBe(1);
  });

  it('is kind to the daemon that has the microphone', () => {
    const result = resultOf('running');
    expect(said(result, 'busy')[0]).toMatch(/^note: hearthd itself is running/);
    expect(said(result, 'microphone')[0]).toMatch(/^skipped: hearthd itself is running/);
    expect(lines(result, 'microphone')).toEqual([
      'stop the service for this check: sudo systemctl stop hearthd',
    ]);
    expect(result).toMatchObject({ report: { outcome: 'good' }, exitCode: 0 });
  });

  it('names the control that is off, and the command that opens it', () => {
    const { after, ...result } = resultOf('muted');
    expect(said(result, 'microphone')).toEqual([
      expect.stringMatching(/^bad: No sound at all .*In the mixer "Mic" is off\.$/),
    ]);
    expect(lines(result, 'microphone')).toEqual(["amixer -c Dummy sset 'Mic' cap"]);
    expect(after && said(after, 'microphone')).toEqual([
      expect.stringMatching(/^bad: No sound at all .*it is muted, or it is on another card\.$/),
    ]);
  });

  it('says who is in no group that may open the cards', () => {
    const result = resultOf('forbidden');
    expect(said(result, 'access')).toEqual([
      'bad: You (nobody) may not open the sound devices: you are not in the group audio.',
      'bad: The user hearthd may not open the sound devices: it is not in the group audio.',
    ]);
    expect(lines(result, 'access')[0]).toMatch(/^sudo usermod -aG audio nobody/);
    expect(said(result, 'microphone')).toEqual([expect.stringMatching(/^bad: .*group audio/)]);
  });

  it('ends at Ctrl-C', () => {
    expect(resultOf('interrupted')).toMatchObject({
      exitCode: 1,
      errors: '',
      report: { outcome: 'interrupted' },
    });
  });

  it.each(situations)('leaves no program behind: %s', (situation) => {
    expect(resultOf(situation).left).toBe(0);
  });
});

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
    expect(said({ report }, 'cards').join()).not.toContain('bad');
    expect(said({ report }, 'microphone')).toEqual([
      expect.stringMatching(/^good: The microphone hears: peak -2\d dBFS/),
    ]);
    // Nothing leads from the one null sink to the other.
    expect(said({ report }, 'loudspeaker')[0]).toMatch(/^bad: A tone was played, but /);
  });

  async function doctor(): Promise<Result['report']> {
    const main = join(repository, 'dist/main.js');
    const args = ['doctor', '--json', '--config', join(folder, 'config.json')];
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, ...pulse.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(await text(child.stdout));
  }
});
