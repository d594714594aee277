import type { ReportHealth } from '../system/health.ts';

/** PORT: one light that is on or off. It never throws. */
export interface Lamp {
  start(report: ReportHealth): void;
  set(level: 'on' | 'off'): void;
  /** Dark, and the line given back. */
  close(): Promise<void>;
}
