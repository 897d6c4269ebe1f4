import { describe, expect, it } from 'vitest';
import { backoff } from './backoff';
import { EventLines } from './eventLines';

describe('EventLines', () => {
  it('reads an event that comes in pieces', () => {
    const lines = new EventLines();
    expect(lines.push('event: chat\nid: 4')).toEqual([]);
    expect(lines.push('2\ndata: {"_id":"x"}\n')).toEqual([]);
    expect(lines.push('\n')).toEqual([{ name: 'chat', id: '42', data: '{"_id":"x"}' }]);
  });

  it('reads several that come at once, and keeps the beginning of the next', () => {
    const lines = new EventLines();
    expect(lines.push('event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: c\n').map((event) => event.name)).toEqual(['a', 'b']);
    expect(lines.push('data: 3\n\n')).toEqual([{ name: 'c', id: null, data: '3' }]);
  });

  it('passes over heartbeats and the hint when to come back', () => expect(new EventLines().push(': still here\n\nretry: 2000\n\n')).toEqual([]));
});

describe('backoff', () => {
  it('comes back almost at once, then less and less often, and never later than twenty seconds', () => {
    expect(backoff(0, 1)).toBeLessThanOrEqual(250);
    expect(backoff(1, 0)).toBeLessThan(backoff(3, 0));
    expect(backoff(50, 1)).toBeLessThanOrEqual(20_000);
  });

  it('spreads those who were cut off together', () => expect(backoff(5, 0)).toBeLessThan(backoff(5, 1)));
});
