import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/parts/**', 'test/bench/**'],
    testTimeout: 30_000,
  },
});
