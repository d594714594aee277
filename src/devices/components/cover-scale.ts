import { roundedEven } from './levels.ts';

/** Between percent and a device's own numbers, as Home Assistant scales covers and valves (util/percentage.py). */
export interface Scale {
  readonly closed: number;
  readonly open: number;
  /** A whole number. */
  toDevice(percent: number): number;
  /** Between 0 and 100. */
  toPercent(number: number): number;
  /** How far apart, in percent, what was sent and what is told of it can be for their rounding. */
  readonly tolerance: number;
}

/** `open` may be less than `closed`; `undefined` if there is nothing between them, or too much. */
export function scaleOf(closed: number, open: number): Scale | undefined {
  const span = open - closed;
  if (span === 0 || !Number.isFinite(span)) return undefined;
  return {
    closed,
    open,
    toDevice: (percent) => roundedEven((span * percent) / 100 + closed),
    toPercent: (number) =>
      Math.min(100, Math.max(0, Math.floor(((number - closed) * 100) / span) + 0)),
    tolerance: 1 + 50 / Math.abs(span),
  };
}
