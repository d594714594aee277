import { afterEach, describe, expect, it } from 'vitest';
import { localDay, msToMidnight } from '../../src/cost/calendar.ts';

const HOUR_MS = 3_600_000;
const zoneOfThisMachine = process.env['TZ'];

describe('a day of the household', () => {
  afterEach(() => {
    if (zoneOfThisMachine === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zoneOfThisMachine;
  });

  it('is the one on the wall, not the one in Greenwich', () => {
    process.env['TZ'] = 'Pacific/Auckland';
    expect(localDay(new Date('2026-11-20T12:00:00Z'))).toBe('2026-11-21');
    process.env['TZ'] = 'America/Los_Angeles';
    expect(localDay(new Date('2026-11-20T02:00:00Z'))).toBe('2026-11-19');
  });

  it.each([
    ['Europe/Berlin', '2026-11-20T12:00:00+01:00', 12],
    ['Europe/Berlin, when summer time begins', '2026-03-29T00:00:00+01:00', 23],
    ['Europe/Berlin, when summer time ends', '2026-10-25T00:00:00+02:00', 25],
    ['America/Sao_Paulo, where midnight was left out', '2018-11-03T12:00:00-03:00', 12],
  ])('ends at midnight in %s', (zone, date, hours) => {
    process.env['TZ'] = zone.split(',')[0];
    const noon = new Date(date);
    expect(msToMidnight(noon)).toBe(hours * HOUR_MS);
    const next = new Date(noon.getTime() + msToMidnight(noon));
    expect(localDay(next)).not.toBe(localDay(noon));
    expect(localDay(new Date(next.getTime() - 1))).toBe(localDay(noon));
  });

  it('has always something left', () => {
    expect(msToMidnight(new Date(2026, 10, 20, 23, 59, 59, 999))).toBe(1);
  });
});
