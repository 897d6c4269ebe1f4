import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from './channels';
import { call, callForFile } from './http';
import { ApiProblem, isPassing, pauseAfter } from './problem';

const tokens = vi.hoisted(() => ({ accessToken: async () => 'token', renewAccess: async () => 'next' }));
vi.mock('~/session/access', () => ({ accessToken: () => tokens.accessToken(), renewAccess: () => tokens.renewAccess() }));

beforeEach(() => {
  vi.useFakeTimers();
  // The real one is not of the timers that a test can move.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const limit = new AbortController();
    setTimeout(() => limit.abort(new DOMException('', 'TimeoutError')), milliseconds);
    return limit.signal;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const answers = (answer: (signal: AbortSignal) => Promise<Response> | Response) => vi.stubGlobal('fetch', async (_: string, { signal }: { signal: AbortSignal }) => answer(signal));
const never = <T>(signal: AbortSignal) => new Promise<T>((_, fail) => (signal.aborted ? fail(signal.reason) : signal.addEventListener('abort', () => fail(signal.reason))));
/** What becomes of a call, if anything does within so many milliseconds. */
async function outcome(of: Promise<unknown>, milliseconds: number) {
  let seen: unknown = 'nothing';
  of.then(
    (value) => (seen = value),
    (cause) => (seen = cause instanceof ApiProblem ? cause.code : cause.name),
  );
  await vi.advanceTimersByTimeAsync(milliseconds);
  return seen;
}

describe('a server that never answers', () => {
  beforeEach(() => answers((signal) => never(signal)));

  it('is one that cannot be reached', async () => {
    expect(await outcome(call('GET', '/chats'), 29_000)).toBe('nothing');
    expect(await outcome(call('GET', '/chats'), 31_000)).toBe('offline');
  });

  it('has longer for what may wait for a provider, and for files', async () => {
    expect(await outcome(connect({ provider: 'wappi' }), 60_000)).toBe('nothing');
    expect(await outcome(connect({ provider: 'wappi' }), 101_000)).toBe('offline');
    expect(await outcome(call('POST', '/uploads', { body: new Blob(['x']) }), 300_000)).toBe('nothing');
    expect(await outcome(callForFile('/file'), 300_000)).toBe('nothing');
  });

  it('is let go of by whoever does not want it any more, who is told of no fault', async () => {
    const wish = new AbortController();
    const asked = outcome(call('GET', '/chats', { signal: wish.signal }), 1_000);
    wish.abort();
    expect(await asked).toBe('AbortError');
  });
});

describe('a token that does not come, since another tab holds its renewal', () => {
  beforeEach(() => answers(() => new Response('{}', { status: 401 })));

  it.each(['accessToken', 'renewAccess'] as const)('is not waited for: %s', async (which) => {
    vi.spyOn(tokens, which).mockImplementation(() => new Promise(() => {}));
    expect(await outcome(call('GET', '/chats'), 29_000)).toBe('nothing');
    expect(await outcome(call('GET', '/chats'), 31_000)).toBe('offline');
  });

  it('is let go of with the call', async () => {
    vi.spyOn(tokens, 'accessToken').mockImplementation(() => new Promise(() => {}));
    const wish = new AbortController();
    const asked = outcome(call('GET', '/chats', { signal: wish.signal }), 1_000);
    wish.abort();
    expect(await asked).toBe('AbortError');
  });

  it('is something else than one that was refused', async () => {
    vi.spyOn(tokens, 'accessToken').mockRejectedValue(new ApiProblem('unauthenticated', 401, ''));
    expect(await outcome(call('GET', '/chats'), 1_000)).toBe('unauthenticated');
  });
});

it('an answer that ends in the middle is none', async () => {
  answers((signal) => Object.assign(new Response('{}'), { json: () => never(signal) }));
  expect(await outcome(call('GET', '/chats'), 31_000)).toBe('offline');
});

describe('a refusal', () => {
  const refused = async (status: number, pause?: string) => {
    answers(() => new Response('{}', { status, headers: pause ? { 'Retry-After': pause } : {} }));
    return call('GET', '/chats').catch((cause: unknown) => cause);
  };

  it.each([
    [429, true],
    [503, true],
    [404, false],
    [409, false],
  ])('%i may pass: %s', async (status, passes) => expect(isPassing(await refused(status))).toBe(passes));

  it.each([
    [401, 'unauthenticated'],
    [403, 'refused'],
    [404, 'refused'],
    [413, 'too_large'],
    [429, 'too_many_requests'],
    [502, 'unavailable'],
  ])('%i of a proxy, which names no code, is known by its status: %s', async (status, code) => {
    const page = new Response('<html>', { status });
    expect((await ApiProblem.of(page)).code).toBe(code);
  });

  it('a code that is named is the one that counts', async () => {
    const named = new Response(JSON.stringify({ code: 'too_many_uploads' }), { status: 429 });
    expect((await ApiProblem.of(named)).code).toBe('too_many_uploads');
  });

  it('says for how long it wants to be left alone, within reason', async () => {
    expect(pauseAfter(await refused(429, '7'))).toBe(7_000);
    expect(pauseAfter(await refused(429, '86400'))).toBe(60_000);
    expect(pauseAfter(await refused(429))).toBeNull();
  });
});
