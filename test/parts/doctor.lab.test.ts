import { beforeAll, describe, expect, it } from 'vitest';
import { missing } from './sound/needs.ts';
import { type Report, said } from './support/doctor-report.ts';
import { inGuest, kernelOptions, noLab, resultsByName } from './support/lab.ts';
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

interface Result {
  readonly exitCode: number;
  readonly errors: string;
  readonly report: Report;
  /** Sound programs that were still there afterwards. */
  readonly left: number;
  readonly other?: number;
  readonly after?: Result;
}

/** What is wrong with the sound; a guest has neither service nor broker. */
const wrong = ({ report }: Result) =>
  report.findings.filter(
    ({ check, state }) => state === 'bad' && !['service', 'broker'].includes(check),
  );

describe.skipIf(absent)(titled('hearthd doctor on sound cards', absent), () => {
  let results: Map<string, Result>;
  const situations = [
    ...['oneRoom', 'twoRooms', 'oneCard', 'wrongName', 'busy', 'running', 'muted'],
    ...['interrupted', 'forbidden'],
  ];

  beforeAll(async () => {
    const { output, errors } = await inGuest(kernelOptions(KERNEL), [
      'node',
      'test/parts/sound/doctor-lab.mjs',
      ...situations,
    ]);
    results = resultsByName(output);
    expect([...results.keys()], errors).toEqual(situations);
  });

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
    expect(said(result.report, 'microphone')).toEqual([
      expect.stringMatching(/^good: The microphone hears: peak -2\d dBFS/),
    ]);
    expect(said(result.report, 'loudspeaker')[0]).toMatch(
      /^good: The loudspeaker plays by (speaker|aplay), /,
    );
    expect(wrong(result)).toEqual([]);
    expect(result.errors).toBe('');
  });

  it('says that the loudspeaker is not heard where it is in another room', () => {
    const result = resultOf('twoRooms');
    expect(said(result.report, 'microphone')).toEqual([expect.stringMatching(/^good: /)]);
    expect(said(result.report, 'loudspeaker')[0]).toMatch(/^bad: .*the microphone did not hear it/);
    expect(result).toMatchObject({ exitCode: 1, report: { outcome: 'bad' } });
  });

  it('hears the tone on a card that does both, and that nobody spoke into it', () => {
    const result = resultOf('oneCard');
    expect(said(result.report, 'microphone')).toEqual([
      expect.stringMatching(/^bad: No sound at all/),
    ]);
    expect(said(result.report, 'loudspeaker')[0]).toMatch(/^good: .*880 Hz at -/);
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
    expect(said(result.report, 'microphone')).toEqual([expect.stringMatching(/^skipped: /)]);
  });

  it('says which program has the microphone', () => {
    const result = resultOf('busy');
    expect(said(result.report, 'busy')[0]).toMatch(`bad: "arecord" (process ${result.other}) has `);
    expect(said(result.report, 'microphone')[0]).toMatch(
      `skipped: It could not be tried: "arecord"`,
    );
    expect(result.exitCode).toBe(1);
  });

  it('is kind to the daemon that has the microphone', () => {
    const result = resultOf('running');
    expect(said(result.report, 'busy')[0]).toMatch(/^note: hearthd itself is running/);
    expect(said(result.report, 'microphone')[0]).toMatch(/^skipped: hearthd itself is running/);
    expect(lines(result, 'microphone')).toEqual([
      'stop the service for this check: sudo systemctl stop hearthd',
    ]);
    expect(wrong(result)).toEqual([]);
  });

  it('names the control that is off, and the command that opens it', () => {
    const { after, ...result } = resultOf('muted');
    expect(said(result.report, 'microphone')).toEqual([
      expect.stringMatching(/^bad: No sound at all .*In the mixer "Mic" is off\.$/),
    ]);
    expect(lines(result, 'microphone')).toEqual(["amixer -c Dummy sset 'Mic' cap"]);
    expect(after && said(after.report, 'microphone')).toEqual([
      expect.stringMatching(/^bad: No sound at all .*it is muted, or it is on another card\.$/),
    ]);
  });

  it('says who is in no group that may open the cards', () => {
    const result = resultOf('forbidden');
    expect(said(result.report, 'access')).toEqual([
      'bad: You (nobody) may not open the sound devices: you are not in the group audio.',
      'bad: The user hearthd may not open the sound devices: it is not in the group audio.',
    ]);
    expect(lines(result, 'access')[0]).toMatch(/^sudo usermod -aG audio nobody/);
    expect(said(result.report, 'microphone')).toEqual([
      expect.stringMatching(/^bad: .*group audio/),
    ]);
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
