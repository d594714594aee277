import { checkConfig } from '../../src/config/check.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Check, Context, Finding } from '../../src/doctor/check.ts';
import type { Clock } from '../../src/system/clock.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { type FakeHostParts, fakeHost } from './fake-host.ts';

export interface ContextParts extends FakeHostParts {
  readonly config?: object;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** What a check is given; `asked` and `shown` are what a person at the terminal saw. */
export function contextOf(parts: ContextParts = {}): Context & {
  readonly asked: string[];
  readonly shown: string[];
} {
  const asked: string[] = [];
  const shown: string[] = [];
  return {
    config: configOf(parts.config ?? {}),
    host: fakeHost(parts),
    clock: parts.clock ?? new FakeClock(),
    signal: parts.signal ?? new AbortController().signal,
    person: { ask: (sentence) => asked.push(sentence), show: (line) => shown.push(line) },
    asked,
    shown,
  };
}

export const found = (check: Check, parts: ContextParts = {}): Promise<readonly Finding[]> =>
  check.run(contextOf(parts));

/** `state: sentence`, and the lines below it. */
export const words = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ state, sentence, lines = [] }) => [
    `${state}: ${sentence}`,
    ...lines.map((line) => `  ${line}`),
  ]);

function configOf(value: object): Config {
  const checked = checkConfig(value);
  if (checked.state === 'wrong') throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}
