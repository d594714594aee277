import type { ReportHealth } from '../system/health.ts';

/**
 * PORT: a camera. It takes pictures from `start` to `stop`, one in a second and the first as soon as it
 * can, keeps trying when it cannot, and never throws. What it sees is private: it is started only while
 * the button is held, no picture comes after `stop`, and none is ever written to a disk.
 */
export interface Camera {
  start(listener: CameraListener): void;
  stop(): void;
  /** Stops for good; resolves, within seconds, when nothing is running any more. */
  close(): Promise<void>;
}

export interface CameraListener {
  /** A whole JPEG, of at most 1 MiB. */
  readonly frame: (jpeg: Buffer) => void;
  /** Told at each change, the first time after the first picture or the first failure. */
  readonly health: ReportHealth;
}
