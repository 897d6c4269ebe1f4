import { lazy, Suspense } from 'react';
import { useSettings } from './useSettings';

const SettingsDialog = lazy(() => import('./SettingsDialog'));

/** Loads the settings when they are asked for. */
export function SettingsGate() {
  const { section, open, close } = useSettings();
  return <Suspense>{section && <SettingsDialog section={section} onSection={open} onClose={close} />}</Suspense>;
}
