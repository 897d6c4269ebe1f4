import { createContext, useContext } from 'react';
import type { Formats } from './formats';

export const FormatsContext = createContext<Formats | null>(null);

/** Within the pages that only a signed-in user sees: the zone is the tenant's. */
export function useFormats(): Formats {
  const formats = useContext(FormatsContext);
  if (!formats) throw new Error('Nobody tells the time here.');
  return formats;
}
