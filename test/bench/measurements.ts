/** All that is measured of one program, one thing after the other. */
import { sleep } from './machine-clock.ts';
import { type Memory, memory } from './process-tree.ts';
import type { Candidate } from './program.ts';
import type { Parts, Stage } from './stage.ts';
import {
  type Load,
  type LongTurn,
  loadFor,
  measureLongTurn,
  measureTurns,
  type Times,
} from './turns.ts';

export interface Measurements extends Times {
  readonly name: string;
  readonly readyMs: readonly number[];
  readonly idle: Load;
  readonly longTurn: LongTurn;
  /** Before the first press, and after the last reply, in both cases with nothing going on. */
  readonly memory: { readonly fresh: readonly Memory[]; readonly used: readonly Memory[] };
}

export interface Extent {
  readonly starts: number;
  readonly turns: number;
  readonly idleMs: number;
}

/** By then what starting, or the last reply, left to do is done. */
const SETTLED_MS = 3_000;

export async function measure(
  candidate: Candidate,
  { starts, turns, idleMs }: Extent,
  { stage, ...parts }: Parts & { readonly stage: Stage },
): Promise<Measurements> {
  const readyMs: number[] = [];
  for (let start = 1; start < starts; start++) {
    const program = await stage.start(candidate);
    readyMs.push(program.readyMs);
    await program.stop();
  }
  const program = await stage.start(candidate);
  readyMs.push(program.readyMs);
  try {
    await sleep(SETTLED_MS);
    const fresh = memory(program.pid);
    const times = await measureTurns(turns, { program, ...parts });
    const longTurn = await measureLongTurn({ program, ...parts });
    await sleep(SETTLED_MS);
    const idle = await loadFor(program.pid, idleMs);
    const used = memory(program.pid);
    return {
      name: candidate.name,
      readyMs,
      ...times,
      longTurn,
      idle,
      memory: { fresh, used },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`${candidate.name}: ${reason}\nIts last words:\n${program.lastWords}`);
  } finally {
    await program.stop();
  }
}
