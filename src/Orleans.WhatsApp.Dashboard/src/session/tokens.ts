import type { SignedInUser, TokenPair } from '~/api/types';

/**
 * Where the tokens of a sign-in are kept.
 *
 * The refresh token is one for all tabs. The access token is one tab's own, in that tab's storage and not only in memory: a page that is loaded again
 * would otherwise spend a refresh token each time, and one that is left in the middle of that loses the sign-in, because a token that comes twice ends its family.
 */
const refreshKey = 'refresh_token';
const accessKey = 'access';
const lastUserKey = 'last_user';
const patience = 2_000;

export interface Access {
  token: string;
  /** By this machine's clock, in milliseconds. */
  endsAt: number;
  user: SignedInUser;
}

/** Null as well if in another tab somebody has signed out meanwhile, or somebody else in: this one's storage did not hear of it if its page was not open. */
export function storedAccess(): Access | null {
  const text = storedRefreshToken() === null ? null : sessionStorage.getItem(accessKey);
  const access = text === null ? null : (JSON.parse(text) as Access);
  return access && (lastUserId() ?? access.user._id) === access.user._id ? access : null;
}

/** Who signed in last and has not signed out since. Also he whose sign-in ended by itself: he will be back. */
export function lastUserId(): string | null {
  return localStorage.getItem(lastUserKey);
}

export function storedRefreshToken(): string | null {
  return localStorage.getItem(refreshKey);
}

/**
 * The refresh token once another tab, whose turn it was, has stored the next one: that reaches this tab a moment later than its turn does. If none comes, the other
 * one had none to store.
 */
export async function refreshTokenAfter(seen: string | null): Promise<string | null> {
  const until = Date.now() + patience;
  while (seen !== null && storedRefreshToken() === seen && Date.now() < until) await new Promise((done) => setTimeout(done, 20));
  return storedRefreshToken();
}

export function store(pair: TokenPair, now: number): Access {
  const access = { token: pair.access_token, endsAt: now + pair.expires_in * 1000, user: pair.user };
  localStorage.setItem(refreshKey, pair.refresh_token);
  sessionStorage.setItem(accessKey, JSON.stringify(access));
  localStorage.setItem(lastUserKey, pair.user._id);
  return access;
}

/** Ends the sign-in, but for its user. */
export function forget(): void {
  localStorage.removeItem(refreshKey);
  sessionStorage.removeItem(accessKey);
}

export function forgetUser(): void {
  localStorage.removeItem(lastUserKey);
}

/** Tells of another tab that the sign-in has ended there, or that {@link lastUserId} is another one, or nobody, since somebody signed in or out there. */
export function onOtherTabsChange(hasEnded: () => void, hasOtherUser: () => void): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === refreshKey && newValue === null) hasEnded();
    if (key === lastUserKey) hasOtherUser();
  });
}
