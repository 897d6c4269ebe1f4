import type { TestProject } from 'vitest/node';
import { Silo } from './Silo';

declare module 'vitest' {
  interface ProvidedContext {
    siloUrl: string;
    worldUrl: string;
  }
}

/** One silo for all tests that need not end it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const silo = await Silo.start();
  project.provide('siloUrl', silo.url);
  project.provide('worldUrl', silo.worldUrl);
  return () => silo.end();
}
