import { Suspense, type ReactNode } from 'react';
import { Boundary } from './Boundary';
import { ErrorState, Loading } from './Notice';

/** What is loaded where it stands. One that does not come says so there. */
export function InPlace({ children }: { children: ReactNode }) {
  return (
    <Boundary instead={(cause, again) => <ErrorState cause={cause} onRetry={again} />}>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </Boundary>
  );
}
