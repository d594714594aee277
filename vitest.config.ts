import { defineConfig } from 'vitest/config';

/** What is pure: its tests share what they load, which halves their time. */
const CORE = 'test/{config,consent,conversation,cost,devices,jinja,papers,tools}/**/*.test.ts';

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      { test: { name: 'core', include: [CORE], isolate: false, testTimeout: 30_000 } },
      {
        test: {
          name: 'edges',
          include: ['test/**/*.test.ts'],
          exclude: [CORE, 'test/parts/**', 'test/service/**', 'test/bench/**'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
