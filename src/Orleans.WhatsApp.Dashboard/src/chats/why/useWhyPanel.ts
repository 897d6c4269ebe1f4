import { Shared, useShared } from '~/ui/shared';

const opened = new Shared(false);
const toggle = () => opened.set(!opened.get());
const open = () => opened.set(true);

/** Whether the why panel is beside the chat; it stays when another chat is chosen. */
export function useWhyPanel() {
  return { isOpen: useShared(opened), toggle, open };
}
