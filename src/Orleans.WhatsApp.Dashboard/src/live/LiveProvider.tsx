import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { openEvents } from '~/api/events';
import { Feed, type FeedState } from './Feed';
import { Intake } from './Intake';
import { onLongAbsence } from './absence';

interface Live {
  state: FeedState;
  reconnect: () => void;
}

const LiveContext = createContext<Live>({ state: 'connecting', reconnect: () => {} });

export const useLive = () => useContext(LiveContext);

/** Follows the tenant's live updates while somebody is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [live, setLive] = useState<Live>({ state: 'connecting', reconnect: () => {} });

  useEffect(() => {
    const intake = new Intake(queries);
    const feed = new Feed(
      {
        onEvent: (event) => intake.take(event),
        onState: (state) => setLive((known) => ({ ...known, state })),
      },
      openEvents,
    );
    const reconnect = () => feed.reconnect();
    const lose = () => feed.lose();
    setLive({ state: 'connecting', reconnect });
    feed.start();
    // After a sleep: first a snapshot of what is on the screen, and the tail of what was missed.
    const stopWatching = onLongAbsence(() => {
      feed.reconnect();
      intake.readEverything();
    });
    window.addEventListener('online', reconnect);
    window.addEventListener('offline', lose);
    return () => {
      window.removeEventListener('online', reconnect);
      window.removeEventListener('offline', lose);
      stopWatching();
      intake.stop();
      feed.stop();
    };
  }, [queries]);


  return <LiveContext value={live}>{children}</LiveContext>;
}
