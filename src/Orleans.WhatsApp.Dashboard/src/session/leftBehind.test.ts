import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TokenPair } from '~/api/types';

type Heard = (event: { key: string; newValue: string | null }) => void;
let heard: Heard[];

beforeEach(() => {
  heard = [];
  vi.spyOn(window, 'addEventListener').mockImplementation((_, listener) => void heard.push(listener as unknown as Heard));
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', async () => Response.json({ code: 'invalid_refresh_token' }, { status: 401 }));
  ['refresh_token', 'last_user'].forEach((key) => localStorage.removeItem(key));
  ['access', 'drafts', 'unsent'].forEach((key) => sessionStorage.removeItem(key));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const pair = (user: string) => ({ access_token: `of ${user}`, refresh_token: `of ${user}`, expires_in: 600, user: { _id: user } }) as TokenPair;

/** The modules as a page that was just loaded has them. */
async function page() {
  vi.resetModules();
  const [access, { forgetWhatOthersLeft }, drafts, { outboxOf }] = await Promise.all([
    import('./access'),
    import('./leftBehind'),
    import('~/chats/thread/drafts'),
    import('~/chats/thread/outboxes'),
  ]);
  forgetWhatOthersLeft();
  return { ...access, ...drafts, outboxOf };
}

/** Ann is signed in, has begun a message and could not send another. */
async function pageOfAnn() {
  const ann = await page();
  ann.signedIn(pair('ann'));
  ann.keepDraft('ann', 'chat', 'Secret');
  const carrier = { userId: 'ann', send: () => Promise.reject(new Error('offline')), arrived: () => {}, notTaken: () => {} };
  await ann.outboxOf('ann').send(carrier, 'chat', { text: 'Secret' }, 1);
  expect(left()).toBe(2);
  return ann;
}

const left = () => ['drafts', 'unsent'].filter((key) => sessionStorage.getItem(key)?.includes('Secret')).length;

/** What another tab has stored, in its order. */
function inAnotherTab(changes: [key: string, value: string | null][]) {
  for (const [key, newValue] of changes) {
    if (newValue === null) localStorage.removeItem(key);
    else localStorage.setItem(key, newValue);
    heard.forEach((listener) => listener({ key, newValue }));
  }
}

it('is there when a sign-in that ended by itself is followed by his next', async () => {
  const ann = await pageOfAnn();
  await expect(ann.renewAccess()).rejects.toMatchObject({ status: 401 });
  expect([ann.currentUser(), left()]).toEqual([null, 2]);
  ann.signedIn(pair('ann'));
  expect([left(), ann.draftOf('ann', 'chat'), ann.outboxOf('ann').of('chat').length]).toEqual([2, 'Secret', 1]);
});

it('is there when the sign-in ended by itself in another tab, and after a reload as well', async () => {
  const ann = await pageOfAnn();
  inAnotherTab([['refresh_token', null]]);
  expect([ann.currentUser(), left()]).toEqual([null, 2]);
  await page();
  expect(left()).toBe(2);
});

it('goes when its writer signs out', async () => {
  const ann = await pageOfAnn();
  await ann.signOut();
  expect(left()).toBe(0);
  expect(ann.outboxOf('ann').of('chat')).toEqual([]);
});

it('goes when its writer signs out in another tab', async () => {
  await pageOfAnn();
  inAnotherTab([['refresh_token', null], ['last_user', null]]);
  expect(left()).toBe(0);
});

it('goes when somebody else signs in after a sign-in that ended by itself', async () => {
  const ann = await pageOfAnn();
  await ann.renewAccess().catch(() => undefined);
  ann.signedIn(pair('ben'));
  expect(left()).toBe(0);
});

it('goes when somebody else signs in in another tab, and nobody is shown as the one who was here', async () => {
  const ann = await pageOfAnn();
  inAnotherTab([['refresh_token', 'of ben'], ['last_user', 'ben']]);
  expect([ann.currentUser(), left()]).toEqual([null, 0]);
});

it('goes from a tab that was not open while somebody else signed in, and his sign-in with it', async () => {
  await pageOfAnn();
  localStorage.setItem('refresh_token', 'of ben');
  localStorage.setItem('last_user', 'ben');
  const next = await page();
  expect([next.currentUser(), left()]).toEqual([null, 0]);
});

it('stays through a reload of a page that was signed in before its user was remembered', async () => {
  await pageOfAnn();
  localStorage.removeItem('last_user');
  const next = await page();
  expect([next.currentUser()?._id, left()]).toEqual(['ann', 2]);
});
