import { beforeEach, describe, expect, it } from 'vitest';
import { houseTools } from '../../src/ask/house-tools.ts';
import { commandSchema } from '../../src/config/command-schema.ts';
import { Reach } from '../../src/consent/reach.ts';
import type { ReportHealth } from '../../src/system/health.ts';
import { commandTool } from '../../src/tools/command-tool.ts';
import type { Outcome } from '../../src/tools/toolbox.ts';
import { FakeBus } from '../fakes/fake-bus.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { until } from '../fakes/until.ts';

let bus: StartedBus;
let clock: FakeClock;
let away: string[];
let outcomes: Outcome[];

beforeEach(() => {
  bus = new StartedBus();
  clock = new FakeClock();
  away = [];
  outcomes = [];
});

describe('the commands of a program that has just started', () => {
  it('wait for the broker', async () => {
    const lamp = lampTool();
    run(lamp);
    clock.advance(4_000);
    await Promise.resolve();
    expect(bus.published).toEqual([]);
    bus.report({ state: 'down', reason: 'not yet' });
    bus.report({ state: 'up', by: 'MQTT 5' });
    await until(() => outcomes.length > 0);
    expect(bus.published).toMatchObject([{ topic: 'lamp/set', payload: 'ON' }]);
    expect(outcomes).toMatchObject([{ status: 'sent' }]);
    expect(away).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('go on after five seconds, and say once that the broker is away', async () => {
    bus.delivery = 'away';
    const lamp = lampTool();
    run(lamp);
    bus.report({ state: 'down', reason: 'the broker cannot be reached' });
    clock.advance(5_000);
    await until(() => outcomes.length > 0);
    run(lamp);
    await until(() => outcomes.length > 1);
    expect(outcomes).toMatchObject([{ status: 'not_done' }, { status: 'not_done' }]);
    expect(away).toEqual(['the broker cannot be reached']);
  });

  it('do nothing when they were stopped while they waited', async () => {
    const stop = new AbortController();
    run(lampTool(), stop.signal);
    stop.abort();
    clock.advance(5_000);
    await until(() => outcomes.length > 0);
    expect(bus.published).toEqual([]);
    expect(away).toEqual([]);
  });

  it('are told how the broker is as soon as it says so', async () => {
    const { broker } = houseTools({ bus, clock, nodes: 1, away: () => {} });
    clock.advance(300);
    bus.report({ state: 'down', reason: 'the broker cannot be reached' });
    expect(await broker).toEqual({
      health: { state: 'down', reason: 'the broker cannot be reached' },
      tookMs: 300,
    });
    clock.advance(5_000);
    expect(bus.starts).toBe(1);
  });

  it('wait for the second address of a broker when the first says nothing', async () => {
    const { broker } = houseTools({ bus, clock, nodes: 2, away: () => {} });
    clock.advance(10_500);
    bus.report({ state: 'up', by: 'MQTT 5' });
    expect((await broker).health.state).toBe('up');
    expect(clock.pending).toBe(0);
  });
});

/** Up when the test says so. */
class StartedBus extends FakeBus {
  starts = 0;

  override start(report: ReportHealth = () => {}): void {
    this.starts += 1;
    this.report = report;
  }
}

function lampTool() {
  const { adapt } = houseTools({ bus, clock, nodes: 1, away: (reason) => away.push(reason) });
  const command = commandSchema.parse({
    name: 'lamp',
    description: 'Switches the lamp.',
    topic: 'lamp/set',
    payload: 'ON',
  });
  const rules = { always: [], never: [] };
  const reach = new Reach({ clock, limit: 5, turn: () => 0 });
  return adapt(commandTool(command, { bus, clock, consent: undefined, rules, reach }));
}

function run(tool: ReturnType<typeof lampTool>, signal = new AbortController().signal): void {
  void tool.run({}, signal).then((outcome) => outcomes.push(outcome));
}
