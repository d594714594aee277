import { bad, type Check, type Context, type Finding, skipped } from './check.ts';

/** A finding, and the check it is from. */
export interface Found extends Finding {
  readonly check: string;
}

export interface Examination {
  readonly end: 'finished' | 'interrupted';
  readonly found: readonly Found[];
}

export interface ExamineOptions {
  readonly checks: readonly Check[];
  /** Its signal ends everything. */
  readonly context: Context;
  /** Told of each finding as soon as it is there. */
  readonly tell: (found: Found) => void;
}

/**
 * Runs the checks one after the other, since they share the cards. None of them can keep it: one that
 * takes too long is told to end and left behind, and one that throws is itself a finding.
 */
export async function examine({ checks, context, tell }: ExamineOptions): Promise<Examination> {
  const found: Found[] = [];
  for (const check of checks) {
    if (context.signal.aborted) return { end: 'interrupted', found };
    for (const finding of await findings(check, context)) {
      const each = { check: check.name, ...finding };
      found.push(each);
      tell(each);
    }
  }
  return { end: context.signal.aborted ? 'interrupted' : 'finished', found };
}

async function findings(check: Check, context: Context): Promise<readonly Finding[]> {
  const { clock, signal, person } = context;
  const { limitMs = USUAL_LIMIT_MS } = check;
  const time = new AbortController();
  const cancelLimit = clock.after(limitMs, () => time.abort());
  const ending = AbortSignal.any([signal, time.signal]);
  let cancelGrace = () => {};
  const left = new Promise<readonly Finding[]>((resolve) => {
    ending.addEventListener('abort', () => {
      cancelGrace = clock.after(GRACE_MS, () => resolve([]));
    });
  });
  const found = await Promise.race([attempt(check, { ...context, signal: ending }), left]);
  cancelLimit();
  cancelGrace();
  person.show('');
  if (!time.signal.aborted) return found;
  const seconds = Math.round(limitMs / 1_000);
  return [...found, bad(`This check did not come to an end within ${seconds} seconds.`)];
}

async function attempt(check: Check, context: Context): Promise<readonly Finding[]> {
  try {
    return await check.run(context);
  } catch (error) {
    if (context.signal.aborted) return [skipped('This check was interrupted.')];
    const words = error instanceof Error ? error.message : String(error);
    return [bad(`This check failed itself: ${words.split('\n')[0]}`)];
  }
}

const USUAL_LIMIT_MS = 15_000;
/** For ending what a check has started. */
const GRACE_MS = 3_000;
