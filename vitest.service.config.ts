import { defineConfig } from 'vitest/config';

/** The service on a real systemd, in the device lab: minutes for each file. A guest keeps one core busy. */
export default defineConfig({
  test: {
    include: ['test/service/**/*.test.ts'],
    globalSetup: 'test/service/support/make-roots.ts',
    // Names every test, so that what was skipped, and why, can be read.
    reporters: ['verbose'],
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
});
