import { beforeEach, describe, expect, it } from 'vitest';
import { type KeyWatch, watchKey } from '../../src/daemon/key-watch.ts';
import type { Health } from '../../src/system/health.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const MISSING = { missing: 'The API key is missing.' };
const UP = { state: 'up', by: 'API key' };
const REFUSED = { state: 'down', reason: 'API key not valid.' };

let clock: FakeClock;
let found: { value: string } | { missing: string };
let reports: Health[];

beforeEach(() => {
  clock = new FakeClock();
  found = { value: 'one' };
  reports = [];
});

describe('the watch over the key', () => {
  it('says at once whether it is there, and names what it is', () => {
    start();
    expect(reports).toEqual([UP]);
    for (const [type, by] of [
      ['token-service', 'token service'],
      ['vertex', 'Vertex AI'],
      ['gateway', 'gateway'],
    ] as const) {
      start(type);
      expect(reports.at(-1)).toEqual({ state: 'up', by });
    }
  });

  it('says what is missing, and that it has come, without being asked', () => {
    found = MISSING;
    start();
    expect(reports).toEqual([{ state: 'down', reason: MISSING.missing }]);
    found = { value: 'one' };
    clock.advance(5_000);
    expect(reports.at(-1)).toEqual(UP);
  });

  it('does not believe in a refused key again until it is another one', () => {
    const watch = start();
    watch.refused(REFUSED.reason);
    clock.advance(60_000);
    expect(reports.at(-1)).toEqual(REFUSED);
    found = { value: 'two' };
    clock.advance(5_000);
    expect(reports.at(-1)).toEqual(UP);
  });

  it('believes in a refused key again when the service takes it after all', () => {
    const watch = start();
    watch.refused(REFUSED.reason);
    watch.accepted();
    expect(reports.at(-1)).toEqual(UP);
    clock.advance(5_000);
    expect(reports.at(-1)).toEqual(UP);
  });

  it('looks again at once when it is asked to, and no more often for that', () => {
    found = MISSING;
    const watch = start();
    found = { value: 'one' };
    watch.look();
    expect(reports.at(-1)).toEqual(UP);
    expect(clock.pending).toBe(1);
  });

  it('ends without a trace', () => {
    const watch = start();
    watch.close();
    expect(clock.pending).toBe(0);
    clock.advance(60_000);
    expect(reports).toEqual([UP]);
  });
});

function start(type: Parameters<typeof watchKey>[0]['type'] = 'api-key'): KeyWatch {
  return watchKey({
    access: { look: () => found },
    type,
    clock,
    report: (health) => reports.push(health),
  });
}
