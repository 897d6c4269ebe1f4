import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { whoAmI } from '~/api/auth';
import { LiveProvider } from '~/live/LiveProvider';
import { observeRoundTrip } from '~/time/serverClock';
import { Splash } from '~/ui/Splash';
import { canSignInSilently, renewAccess } from './access';
import { useCurrentUser, UserContext } from './useUser';

/** The way to all pages behind the sign-in. */
export function SignedIn() {
  const user = useCurrentUser();
  const location = useLocation();
  const queries = useQueryClient();
  const [attempt, setAttempt] = useState(0);
  const [cause, setCause] = useState<unknown>(null);
  const isSilent = user === null && canSignInSilently();

  useEffect(() => {
    if (!isSilent) return;
    setCause(null);
    renewAccess().catch(setCause);
  }, [isSilent, attempt]);

  useEffect(() => {
    // What one user has read is not for the next one.
    if (!user) queries.clear();
    else void readServerTime();
  }, [user, queries]);

  if (isSilent) return <Splash cause={cause} onRetry={() => setAttempt(attempt + 1)} />;
  if (!user) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  return (
    <UserContext value={user}>
      <LiveProvider key={user._id}>
        <Outlet />
      </LiveProvider>
    </UserContext>
  );
}

async function readServerTime(): Promise<void> {
  const sentAt = Date.now();
  // Without an answer the live updates' first event tells the time, less exactly.
  const me = await whoAmI().catch(() => null);
  if (me) observeRoundTrip(me.server_time, sentAt, Date.now());
}
