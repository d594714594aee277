import { defineConfig } from 'vitest/config';

/** The tests on real parts: sound server, broker, GPIO and service manager. One at a time: they share them. */
export default defineConfig({
  test: {
    include: ['test/parts/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
