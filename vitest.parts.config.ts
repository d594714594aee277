import { defineConfig } from 'vitest/config';

/**
 * The tests on real parts: sound server, broker, GPIO and sound cards. One at a time: they share them, and sound and
 * GPIO in a guest (`*.lab.test.ts`) want a core for themselves.
 */
export default defineConfig({
  test: {
    include: ['test/parts/**/*.test.ts'],
    // Names every test, so that what was skipped, and why, can be read.
    reporters: ['verbose'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
  },
});
