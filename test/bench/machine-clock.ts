/**
 * Milliseconds of CLOCK_MONOTONIC: the one clock that is the same in all processes of a machine, so that times taken
 * in one can be compared with times taken in another.
 */
export const machineNowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export const sleep = (delayMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, delayMs));
