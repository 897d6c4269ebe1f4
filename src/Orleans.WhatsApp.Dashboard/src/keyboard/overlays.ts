import { Shared, useShared } from '~/ui/shared';

export type Overlay = 'palette' | 'help' | null;

const current = new Shared<Overlay>(null);
const open = (next: Overlay) => current.set(next);
const close = () => current.set(null);

/** Which of the keyboard's own dialogs is open. */
export function useOverlay() {
  return { overlay: useShared(current), open, close };
}
