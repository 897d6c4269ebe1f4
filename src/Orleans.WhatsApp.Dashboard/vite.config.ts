import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running silo. */
const silo = process.env.SILO_URL ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5173, proxy: { '/api': silo } },
  build: {
    target: 'es2023',
    // The content security policy forbids what is inline, and the module preload polyfill is a script for browsers that the target leaves out.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/testing/page.ts'] },
});
