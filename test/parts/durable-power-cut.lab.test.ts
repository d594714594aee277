import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inGuest, noLab } from './support/lab.ts';
import { titled } from './support/skipping.ts';

/**
 * The built program on a disk whose power is cut: a guest of the device lab writes down what reaches the
 * disk, and looks at every state in between. What runs inside is `lab/power-cut.sh`.
 */
const missing = noLab ?? whyNoTools();

describe.skipIf(missing)(titled('when the power is cut, a durable write', missing), () => {
  test.each([
    ['as it is mounted by default', 'defaults'],
    // Nothing but what was asked for is written in time.
    ['that does nothing by itself', 'noauto_da_alloc,data=writeback'],
  ])('is old or new, and new once it was said to be done, on ext4 %s', async (_, options) => {
    const { cuts, numbers, wrong } = await cutPower('durably', options);
    expect(wrong).toEqual([]);
    // Each of the texts, and none at all, was found after some of the cuts.
    expect(Object.keys(numbers)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(cuts).toBeGreaterThan(100);
  });

  test('would be seen to be torn: one that does not see to its text is', async () => {
    const { wrong } = await cutPower('carelessly', 'noauto_da_alloc,data=writeback');
    expect(wrong.map(({ what }) => what)).toContain('it is none of the texts: 0 characters');
  });
});

interface Seen {
  readonly cuts: number;
  /** How often each of the texts was found. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly wrong: readonly { readonly what: string }[];
}

async function cutPower(manner: 'durably' | 'carelessly', options: string): Promise<Seen> {
  const run = await inGuest([], ['bash', 'test/parts/lab/power-cut.sh', manner, options]);
  expect(run.exitCode, run.errors).toBe(0);
  return JSON.parse(run.output);
}

function whyNoTools(): string | undefined {
  if (!existsSync('/usr/sbin/dmsetup')) return 'no dmsetup here (Debian package dmsetup)';
  if (!existsSync('/usr/sbin/mkfs.ext4')) return 'no mkfs.ext4 here (Debian package e2fsprogs)';
  return undefined;
}
