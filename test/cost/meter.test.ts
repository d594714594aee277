import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/cost/meter.ts';
import { noUsage, plus } from '../../src/cost/tokens.ts';
import { usage } from './usage.ts';

const first = usage({ textIn: 500, audioOut: 40 });
const more = usage({ textIn: 500, audioOut: 90 });
const next = usage({ textIn: 600, audioOut: 20 });

describe('the meter', () => {
  it('takes the last report of a turn, not the sum of them', () => {
    const meter = asked();
    meter.report(first);
    meter.report(more);
    meter.turnComplete();
    expect(meter.take()).toEqual(more);
    expect(meter.take()).toEqual(noUsage);
  });

  it('believes the last report also when it counts less', () => {
    const meter = asked();
    meter.report(more);
    meter.report(first);
    expect(meter.take()).toEqual(first);
  });

  it('adds up turn after turn', () => {
    const meter = asked();
    meter.report(more);
    meter.turnComplete();
    meter.sent();
    meter.report(next);
    meter.turnComplete();
    expect(meter.take()).toEqual(plus(more, next));
  });

  it('adds up what two connections took for one question', () => {
    const meter = asked();
    meter.report(first);
    meter.disconnected();
    meter.content();
    meter.report(more);
    expect(meter.take()).toEqual(plus(first, more));
  });

  it('adds up what the model says before a tool is answered and after it', () => {
    const meter = asked();
    meter.content();
    meter.report(first);
    meter.turnComplete();
    meter.content();
    meter.report(next);
    meter.turnComplete();
    expect(meter.take()).toEqual(plus(first, next));
  });

  it('counts a report that is told twice once', () => {
    const meter = asked();
    for (let times = 0; times < 2; times += 1) {
      meter.report(more);
      meter.turnComplete();
    }
    expect(meter.take()).toEqual(more);
  });

  it('gives the rest of what comes late', () => {
    const meter = asked();
    meter.report(first);
    expect(meter.take()).toEqual(first);
    meter.turnComplete();
    meter.report(more);
    expect(meter.take()).toEqual(usage({ audioOut: 50 }));
  });

  it('counts the late bill of a turn that was broken off and the bill of the next', () => {
    const meter = asked();
    meter.report(first);
    expect(meter.take()).toEqual(first);
    meter.sent();
    expect(meter.isBehind).toBe(true);
    meter.interrupted();
    expect(meter.isBehind).toBe(false);
    meter.report(more);
    meter.turnComplete();
    meter.content();
    meter.report(next);
    meter.turnComplete();
    expect(plus(first, meter.take())).toEqual(plus(more, next));
  });

  it('counts both when the end of the first was never told', () => {
    const meter = asked();
    meter.report(more);
    meter.sent();
    meter.report(next);
    meter.turnComplete();
    expect(meter.take()).toEqual(plus(more, next));
  });

  it('counts an answer without a word for itself', () => {
    const meter = asked();
    meter.report(more);
    meter.turnComplete();
    const silent = usage({ textIn: 700 });
    meter.report(silent);
    meter.turnComplete();
    expect(meter.take()).toEqual(plus(more, silent));
  });

  it('knows whether a bill is still to come', () => {
    const meter = new Meter();
    expect(meter.isDue).toBe(false);
    meter.sent();
    expect(meter.isDue).toBe(true);
    meter.report(first);
    expect(meter.isDue).toBe(true);
    meter.turnComplete();
    expect(meter.isDue).toBe(false);
    meter.sent();
    meter.turnComplete();
    expect(meter.isDue).toBe(true);
    meter.disconnected();
    expect(meter.isDue).toBe(false);
  });

  it('takes the same in all, whenever it is taken', () => {
    const turn = fc.array(fc.record({ audioOut: fc.nat(1_000), taken: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        const meter = new Meter();
        let taken = noUsage;
        let billed = noUsage;
        for (const reports of turns) {
          meter.sent();
          let audioOut = 0;
          for (const report of reports) {
            audioOut += report.audioOut;
            meter.report(usage({ textIn: 100, audioOut }));
            if (report.taken) taken = plus(taken, meter.take());
          }
          billed = plus(billed, usage({ textIn: 100, audioOut }));
          meter.turnComplete();
        }
        expect(plus(taken, meter.take())).toEqual(billed);
      }),
    );
  });
});

function asked(): Meter {
  const meter = new Meter();
  meter.sent();
  return meter;
}
