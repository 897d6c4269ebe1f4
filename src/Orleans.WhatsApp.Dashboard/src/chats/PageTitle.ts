import { useEffect } from 'react';
import { useStats } from './useChats';

const product = 'Orleans.WhatsApp';

/** A tab in the background still says how many wait. */
export function PageTitle() {
  const waiting = useStats().data?.waitingChats ?? 0;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${product}` : product;
  }, [waiting]);
  return null;
}
