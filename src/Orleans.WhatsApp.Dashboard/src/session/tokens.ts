import type { SignedInUser, TokenPair } from '~/api/types';

/**
 * Where the tokens of a sign-in are kept.
 *
 * The refresh token is one for all tabs. The access token is one tab's own, in that tab's storage and not only in memory: a page that is loaded again
 * would otherwise spend a refresh token each time, and one that is left in the middle of that loses the sign-in, because a token that comes twice ends its family.
 */
const refreshKey = 'refresh_token';
const accessKey = 'access';
const patience = 2_000;

export interface Access {
  token: string;
  /** By this machine's clock, in milliseconds. */
  endsAt: number;
  user: SignedInUser;
}

/** Null as well if another tab has signed out meanwhile: this one's storage did not hear of it if its page was not open. */
export function storedAccess(): Access | null {
  const text = storedRefreshToken() === null ? null : sessionStorage.getItem(accessKey);
  return text === null ? null : (JSON.parse(text) as Access);
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
  return access;
}

export function forget(): void {
  localStorage.removeItem(refreshKey);
  sessionStorage.removeItem(accessKey);
}

/** Tells of a sign-out, or of another one's sign-in, in another tab. */
export function onOtherTabsChange(listener: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === refreshKey && event.newValue === null) listener();
  };
  window.addEventListener('storage', listen);
  return () => window.removeEventListener('storage', listen);
}
