import { Shared, useShared } from '~/ui/shared';
import { useMedia } from '~/ui/useMedia';

const opened = new Shared(false);
const toggle = () => opened.set(!opened.get());
const open = () => opened.set(true);

/** Whether the why panel is beside the chat; it stays when another chat is chosen. */
export function useWhyPanel() {
  return { isOpen: useShared(opened), toggle, open };
}

/** Whether it lies over the chat: there is no room beside it (its style sheet has the same width). */
export function useIsWhyOverChat(): boolean {
  const isNarrow = useMedia('(max-width: 1180px)');
  return useShared(opened) && isNarrow;
}
