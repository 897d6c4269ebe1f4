import { ApiProblem } from '~/api/problem';
import { patience, reached } from '~/api/reach';
import type { SignedInUser, TokenPair } from '~/api/types';
import { inOneTabAtATime } from './oneTab';
import { forget, forgetUser, lastUserId, onOtherTabsChange, refreshTokenAfter, store, storedAccess, storedRefreshToken, type Access } from './tokens';

/** A token that is about to end is renewed before it is used. */
const margin = 20_000;

let access = storedAccess();
let renewal: Promise<string> | null = null;
const listeners = new Set<() => void>();

onOtherTabsChange(
  () => become(null),
  () => {
    if (access?.user._id !== lastUserId()) access = null;
    tell();
  },
);

/** Who is signed in, as the last token said; null if nobody is. Also true for a new tab that has only the refresh token: its user is not known yet. */
export function currentUser(): SignedInUser | null {
  return access?.user ?? null;
}

/** Who signed in last at this browser and has not signed out, though his sign-in may have ended by itself. */
export function lastUser(): string | undefined {
  return lastUserId() ?? access?.user._id;
}

export function canSignInSilently(): boolean {
  return storedRefreshToken() !== null;
}

/** Also of {@link lastUser}. */
export function onSignInChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A token that still holds. Throws `unauthenticated` if nobody is signed in. */
export async function accessToken(): Promise<string> {
  if (access && access.endsAt - margin > Date.now()) return access.token;
  return renewAccess(access?.token);
}

/** The next token; one renewal serves all that ask meanwhile, here and in other tabs. */
export function renewAccess(refused?: string): Promise<string> {
  if (access && refused !== undefined && access.token !== refused) return Promise.resolve(access.token);
  const seen = storedRefreshToken();
  renewal ??= inOneTabAtATime((waited) => renew(waited ? seen : null)).finally(() => {
    renewal = null;
  });
  return renewal;
}

export function signedIn(pair: TokenPair): void {
  become(store(pair, Date.now()));
}

export async function signOut(): Promise<void> {
  const refreshToken = storedRefreshToken();
  forget();
  forgetUser();
  become(null);
  // Here one is signed out whatever becomes of this; without it the token holds until it ends by itself.
  if (refreshToken) await post('/api/auth/logout', { refresh_token: refreshToken }).catch(() => undefined);
}

/** @param spent The token that another tab, whose turn it was just now, has probably used. */
async function renew(spent: string | null): Promise<string> {
  // Read only now, with the lock: a token is good once.
  const refreshToken = await refreshTokenAfter(spent);
  if (refreshToken === null) {
    become(null);
    throw new ApiProblem('unauthenticated', 401, 'Sign in first.');
  }

  const response = await post('/api/auth/refresh', { refresh_token: refreshToken });
  // Somebody has signed out meanwhile, here or in another tab, or signed in anew.
  if (storedRefreshToken() !== refreshToken) return renew(null);
  if (response.ok) {
    const next = store((await reached(response.json())) as TokenPair, Date.now());
    become(next);
    return next.token;
  }

  const problem = await ApiProblem.of(response);
  if (problem.status === 401) {
    forget();
    become(null);
  }
  throw problem;
}

function become(next: Access | null): void {
  const hasChanged = JSON.stringify(next?.user) !== JSON.stringify(access?.user);
  // The same user stays the same object: what follows it is not drawn again with each token.
  access = next && access && !hasChanged ? { ...next, user: access.user } : next;
  if (hasChanged) tell();
}

function tell(): void {
  listeners.forEach((listener) => listener());
}

function post(path: string, body: unknown): Promise<Response> {
  const signal = AbortSignal.timeout(patience.usual);
  return reached(fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal }));
}
