import { NotLoaded } from './lazyPart';

/** Where asking once more would not help, the page is loaded anew: what is in the composers and what was not sent is there again afterwards. */
const needsReload = (cause: unknown): boolean => cause instanceof NotLoaded && cause.isRepeated;

/** Tries once more what failed for this cause. */
export function retry(cause: unknown, again: () => void): void {
  if (needsReload(cause)) window.location.reload();
  else again();
}

/** What the button for it says. */
export function retryName(cause: unknown): 'action.reload' | 'action.tryAgain' {
  return needsReload(cause) ? 'action.reload' : 'action.tryAgain';
}
