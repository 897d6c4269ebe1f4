import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listAgents, listUsers, readNumbers } from './settings';

vi.mock('~/session/access', () => ({ accessToken: async () => 'token', renewAccess: async () => 'next' }));

const asked: string[] = [];
beforeEach(() => void asked.splice(0));
afterEach(() => void vi.unstubAllGlobals());

/** A gateway whose list comes in pages of two. */
function answers(...all: string[]) {
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const first = Number(new URL(path, 'https://desk.example').searchParams.get('cursor'));
    return Response.json({ items: all.slice(first, first + 2), page: 1, limit: 2, total: all.length, next_cursor: first + 2 < all.length ? String(first + 2) : null });
  });
}

describe.each([
  ['numbers', () => readNumbers('blacklist')],
  ['agents', listAgents],
  ['people', listUsers],
])('%s', (_, list) => {
  it('are all there, however many pages they are', async () => {
    answers('a', 'b', 'c', 'd', 'e');
    expect(await list()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(asked).toHaveLength(3);
  });

  it('are asked for once where one page holds them', async () => {
    answers('a', 'b');
    expect(await list()).toEqual(['a', 'b']);
    expect(asked).toHaveLength(1);
  });
});
