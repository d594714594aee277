import type { Value } from '../entity.ts';

/**
 * Whether a device that keeps values in steps of `step` tells what was wanted. Less than half a step apart is
 * rounding; with steps above 1, less than 0.5.
 */
export function near(wanted: Value, heard: Value, step: number): boolean {
  if (typeof wanted !== 'number' || typeof heard !== 'number') return wanted === heard;
  const apart = Math.abs(wanted - heard);
  return apart < 1e-9 || apart < Math.min(step, 1) / 2 - 1e-9;
}
