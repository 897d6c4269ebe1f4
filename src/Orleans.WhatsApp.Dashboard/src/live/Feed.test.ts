import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Feed, type FeedState } from './Feed';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hello = 'event: hello\nid: 7\ndata: {}\n\n';

/** A server whose streams the test writes and ends. */
function server() {
  const streams: { since: string | null; say(text: string): Promise<unknown>; end(): void }[] = [];
  const open = async (since: string | null, signal: AbortSignal) => {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    signal.addEventListener('abort', () => controller.error(signal.reason));
    const settle = () => vi.advanceTimersByTimeAsync(0);
    streams.push({ since, say: (text) => (controller.enqueue(new TextEncoder().encode(text)), settle()), end: () => controller.close() });
    return new Response(body);
  };
  return { streams, open };
}

function follow(open: ConstructorParameters<typeof Feed>[1]) {
  const [seen, states]: [string[], FeedState[]] = [[], []];
  const feed = new Feed({ onEvent: (event) => seen.push(event.name), onState: (state) => states.push(state) }, open);
  feed.start();
  return { feed, seen, states };
}

describe('Feed', () => {
  it('is live when the server has said hello', async () => {
    const { streams, open } = server();
    const { states, seen } = follow(open);
    await vi.advanceTimersByTimeAsync(0);
    expect(states).toEqual([]);
    await streams[0]!.say(hello);
    expect(states).toEqual(['live']);
    expect(seen).toEqual(['hello']);
  });

  it('goes on from the last event that it took in', async () => {
    const { streams, open } = server();
    const { states } = follow(open);
    await vi.advanceTimersByTimeAsync(0);
    await streams[0]!.say(`${hello}event: chat\nid: 8\ndata: {}\n\n`);
    await streams[0]!.say('event: chat\nid: 9\ndata: {"half');
    streams[0]!.end();
    await vi.advanceTimersByTimeAsync(500);
    expect(streams.map((stream) => stream.since)).toEqual([null, '8']);
    expect(states).toEqual(['live', 'lost']);
  });

  it('does not take silence for quiet: heartbeats hold a connection, their absence ends it', async () => {
    const { streams, open } = server();
    follow(open);
    await vi.advanceTimersByTimeAsync(0);
    await streams[0]!.say(hello);
    for (let beats = 0; beats < 6; beats++) {
      await vi.advanceTimersByTimeAsync(15_000);
      await streams[0]!.say(': still here\n\n');
    }
    expect(streams).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(streams).toHaveLength(2);
  });

  it('does not wait for ever for a server that takes the call and says nothing', async () => {
    let calls = 0;
    follow((_, signal) => (calls++, new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)))));
    await vi.advanceTimersByTimeAsync(44_000);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(calls).toBe(2);
  });

  it('nor for an access token that does not come', async () => {
    let calls = 0;
    const { states } = follow(() => (calls++, new Promise(() => {})));
    await vi.advanceTimersByTimeAsync(44_000);
    expect([calls, states]).toEqual([1, []]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([calls, states]).toEqual([2, ['lost']]);
  });

  it('comes back less and less often where it is refused, and at once when told that the network is back', async () => {
    let refusals = 0;
    const { feed } = follow(async () => (refusals++, new Response(null, { status: 503 })));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refusals).toBeGreaterThan(4);
    expect(refusals).toBeLessThan(16);
    const before = refusals;
    feed.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(refusals).toBe(before + 1);
  });

  it('is over when it is stopped', async () => {
    const { streams, open } = server();
    const { feed } = follow(open);
    await vi.advanceTimersByTimeAsync(0);
    await streams[0]!.say(hello);
    feed.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(streams).toHaveLength(1);
  });
});
