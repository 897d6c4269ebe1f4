import { lazy, Suspense } from 'react';
import { useDemoPhone } from './useDemoPhone';

const ContactPhone = lazy(() => import('./ContactPhone'));

export function DemoGate() {
  const { isOpen, toggle } = useDemoPhone();
  return <Suspense>{isOpen && <ContactPhone onClose={toggle} />}</Suspense>;
}
