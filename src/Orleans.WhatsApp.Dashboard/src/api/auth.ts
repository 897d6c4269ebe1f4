import { call, callAnonymously } from './http';
import type { Info, SignedInUser, TokenPair } from './types';

export const signIn = (email: string, password: string) => callAnonymously<TokenPair>('POST', '/api/auth/login', { body: { email, password } });

/** @param token Of an invitation or a reset; taken once. */
export const acceptInvitation = (token: string, password: string) => callAnonymously<TokenPair>('POST', '/api/auth/accept', { body: { token, password } });

export const changePassword = (current_password: string, new_password: string) =>
  call<TokenPair>('POST', '/api/auth/password', { body: { current_password, new_password } });

export const signOutEverywhere = () => call<void>('POST', '/api/auth/logout-everywhere');

export const whoAmI = () => call<SignedInUser & { server_time: string }>('GET', '/api/auth/me');

export const info = () => callAnonymously<Info>('GET', '/api/info');
