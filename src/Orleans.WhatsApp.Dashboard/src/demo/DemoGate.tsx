import { lazyPart } from '~/ui/lazyPart';
import { Part } from '~/ui/Part';
import { useDemoPhone } from './useDemoPhone';

const ContactPhone = lazyPart(() => import('./ContactPhone'));

export function DemoGate() {
  const { isOpen, toggle, open } = useDemoPhone();
  return (
    isOpen && (
      <Part onClose={toggle} onOpen={open}>
        <ContactPhone onClose={toggle} />
      </Part>
    )
  );
}
