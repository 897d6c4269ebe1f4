import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    globalSetup: './support/oneSilo.ts',
    // All tests share one silo and its one number's settings, and a small machine has two cores.
    fileParallelism: false,
    // Nothing is waited for that long where all is well; a machine under load is slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
