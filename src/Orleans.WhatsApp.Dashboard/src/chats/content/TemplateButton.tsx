import { LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '~/ui/Button';
import { openContentForm } from './contentForm';

/** Opens the form of what reaches a contact even where free text does not. */
export function TemplateButton({ chatId, look = 'plain' }: { chatId: string; look?: 'primary' | 'plain' }) {
  const { t } = useTranslation();
  return (
    <Button look={look} icon={<LayoutTemplate size={16} aria-hidden="true" />} onClick={() => openContentForm(chatId, 'template')}>
      {t('window.sendTemplate')}
    </Button>
  );
}
