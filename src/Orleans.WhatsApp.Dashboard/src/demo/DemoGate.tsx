import { lazyPart } from '~/ui/lazyPart';
import { Part } from '~/ui/Part';
import { useDemoPhone } from './useDemoPhone';

const ContactPhone = lazyPart(() => import('./ContactPhone'));

export function DemoGate() {
  const { isOpen, toggle } = useDemoPhone();
  return (
    <Part onClose={toggle} onOpen={toggle}>
      {isOpen && <ContactPhone onClose={toggle} />}
    </Part>
  );
}
