import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Role, SignedInUser } from '~/api/types';
import { currentUser, onSignInChange } from './access';

/** The signed-in user, or null; follows sign-ins and sign-outs of other tabs. */
export function useCurrentUser(): SignedInUser | null {
  return useSyncExternalStore(onSignInChange, currentUser);
}

export const UserContext = createContext<SignedInUser | null>(null);

/** Within the pages that only a signed-in user sees. */
export function useUser(): SignedInUser {
  const user = useContext(UserContext);
  if (!user) throw new Error('Nobody is signed in here.');
  return user;
}

const ranks: Record<Role, number> = { member: 0, manager: 1, admin: 2 };

/** Whether the user has at least this role. Members read, managers act on chats, admins run the tenant. */
export function useMay(role: Role): boolean {
  return ranks[useUser().role] >= ranks[role];
}
