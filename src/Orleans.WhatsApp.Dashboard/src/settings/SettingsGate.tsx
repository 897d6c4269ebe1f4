import { useEffect, useRef } from 'react';
import { lazyPart } from '~/ui/lazyPart';
import { Part } from '~/ui/Part';
import { useSettings } from './useSettings';

const SettingsDialog = lazyPart(() => import('./SettingsDialog'));

/** Loads the settings when they are asked for. */
export function SettingsGate() {
  const { section, open, close } = useSettings();
  // Over whatever page is there by then, and not over the one where it failed.
  const openHere = useRef(open);
  useEffect(() => void (openHere.current = open), [open]);
  return (
    section && (
      <Part onClose={close} onOpen={() => openHere.current(section)}>
        <SettingsDialog section={section} onSection={open} onClose={close} />
      </Part>
    )
  );
}
