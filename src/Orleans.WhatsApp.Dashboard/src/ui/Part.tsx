import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from './Boundary';
import { retry, retryName } from './retry';
import { toast } from './toasts';
import { useProblemText } from './useProblemText';

interface Props {
  children: ReactNode;
  onClose: () => void;
  /** Asks for it once more, a while after it was closed. */
  onOpen: () => void;
}

/** What opens over the page or beside it, and is loaded then. One that does not come says so and is closed; what was being done on the page goes on. */
export function Part({ children, onClose, onOpen }: Props) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const fail = (cause: unknown) => {
    onClose();
    toast(textOf(cause), { look: 'problem', action: { label: t(retryName(cause)), run: () => retry(cause, onOpen) } });
  };
  return (
    <Boundary instead={() => null} onFail={fail}>
      <Suspense>{children}</Suspense>
    </Boundary>
  );
}
