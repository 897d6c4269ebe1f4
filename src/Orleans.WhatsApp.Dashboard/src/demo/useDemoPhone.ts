import { useQuery } from '@tanstack/react-query';
import { info } from '~/api/auth';
import { keys } from '~/api/keys';
import { Shared, useShared } from '~/ui/shared';

const opened = new Shared(false);
const toggle = () => opened.set(!opened.get());
const open = () => opened.set(true);

/** Whether this is a demo, and whether the contact's phone is on the screen. */
export function useDemoPhone() {
  const isDemo = useQuery({ queryKey: keys.info, queryFn: info }).data?.demo ?? false;
  const isOpen = useShared(opened);
  return { isDemo, isOpen: isDemo && isOpen, toggle, open };
}
