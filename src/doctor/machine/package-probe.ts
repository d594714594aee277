import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Host } from '../host.ts';

/** How it stands with an optional package of npm. */
export type Probe =
  | z.infer<typeof probeSchema>
  /** It could not be tried, or not in time; `reason` is a sentence. */
  | { readonly state: 'untried'; readonly reason: string };

const version = z.string().max(64).optional();
const probeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('loaded'), version }),
  z.object({ state: z.literal('absent') }),
  /** It is there and cannot be loaded. */
  z.object({ state: z.literal('broken'), version, reason: z.string().max(300) }),
]);

/** Loads the package in a process of its own, which may crash. */
export async function probePackage(host: Host, name: string, signal: AbortSignal): Promise<Probe> {
  const run = await host.run(host.runtime.nodePath, [PROGRAM, name], signal);
  switch (run.state) {
    case 'absent':
      return { state: 'untried', reason: 'Node cannot be started.' };
    case 'failed':
      return { state: 'untried', reason: run.reason };
    case 'ended':
      return probeFrom(run.output) ?? { state: 'broken', reason: 'it crashes when it is loaded' };
  }
}

function probeFrom(output: string): Probe | undefined {
  // A package may print something itself.
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    return probeSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** In the built program; beside this file. */
export const PROGRAM = fileURLToPath(new URL('./load-package.js', import.meta.url));
