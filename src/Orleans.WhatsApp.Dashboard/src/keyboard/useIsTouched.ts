import { useMedia } from '~/ui/useMedia';

/** Whether fingers point here; then the keys are on the screen as well. */
export const useIsTouched = (): boolean => useMedia('(pointer: coarse)');
