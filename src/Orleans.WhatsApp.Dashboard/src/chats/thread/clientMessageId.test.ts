import { afterEach, expect, it, vi } from 'vitest';
import { newClientMessageId } from './clientMessageId';

afterEach(() => void vi.unstubAllGlobals());

/** What a page has that came by plain http. */
const insecure = () => vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });

it('is a UUID of version 4, also where the page came by plain http', () => {
  insecure();
  for (let once = 0; once < 50; once++) expect(newClientMessageId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('is another one each time', () => expect(new Set(Array.from({ length: 100 }, newClientMessageId)).size).toBe(100));
