import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { whoAmI } from '~/api/auth';
import { newQueryClient } from '~/api/queryClient';
import { LiveProvider } from '~/live/LiveProvider';
import { FormatsProvider } from '~/time/FormatsProvider';
import { observeRoundTrip } from '~/time/serverClock';
import { Splash } from '~/ui/Splash';
import { dismissAll } from '~/ui/toasts';
import { canSignInSilently, renewAccess } from './access';
import { useCurrentUser, UserContext } from './useUser';

/** The way to all pages behind the sign-in. */
export function SignedIn() {
  const user = useCurrentUser();
  const location = useLocation();
  const [attempt, setAttempt] = useState(0);
  const [cause, setCause] = useState<unknown>(null);
  const isSilent = user === null && canSignInSilently();

  useEffect(() => {
    if (!isSilent) return;
    setCause(null);
    renewAccess().catch(setCause);
  }, [isSilent, attempt]);

  useEffect(() => {
    if (user) void readServerTime();
  }, [user]);

  // What was said to one and could be undone is not for the next one.
  useEffect(dismissAll, [user?._id]);

  if (isSilent) return <Splash cause={cause} onRetry={() => setAttempt(attempt + 1)} />;
  if (!user) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  return (
    <UserContext value={user}>
      <OwnCache key={user._id}>
        <LiveProvider>
          <FormatsProvider>
            <Outlet />
          </FormatsProvider>
        </LiveProvider>
      </OwnCache>
    </UserContext>
  );
}

/** What one user has read is not for the next one. */
function OwnCache({ children }: { children: ReactNode }) {
  const [queries] = useState(newQueryClient);
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}

async function readServerTime(): Promise<void> {
  const sentAt = Date.now();
  // Without an answer the live updates' first event tells the time, less exactly.
  const me = await whoAmI().catch(() => null);
  if (me) observeRoundTrip(me.server_time, sentAt, Date.now());
}
