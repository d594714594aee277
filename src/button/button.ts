import type { ReportHealth } from '../system/health.ts';

/** PORT: something that is pressed and released; strictly alternating, beginning with a press. */
export interface Button {
  start(listener: ButtonListener): void;
  close(): Promise<void>;
}

export interface ButtonListener {
  readonly press: () => void;
  readonly release: () => void;
  readonly health: ReportHealth;
  /** Whether the last press still counts for something; it may have come to its end by itself. */
  readonly pressCounts?: () => boolean;
}
