import { defineConfig } from 'vitest/config';

/** The tests on real parts: sound server, broker, GPIO and service manager. One at a time: they share them. */
export default defineConfig({
  test: {
    include: ['test/parts/**/*.test.ts'],
    // Names every test, so that what was skipped, and why, can be read.
    reporters: ['verbose'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
