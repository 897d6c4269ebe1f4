import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import { toast } from './toasts';

/** Browsers let pages of secure origins alone copy; elsewhere there is no button, and the text is marked and copied by hand. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  if (!window.isSecureContext) return null;
  const copy = () => navigator.clipboard.writeText(text).then(() => toast(t('people.copied')));
  return (
    <Button icon={<Copy size={16} aria-hidden="true" />} onClick={() => void copy()}>
      {t('people.copy')}
    </Button>
  );
}
