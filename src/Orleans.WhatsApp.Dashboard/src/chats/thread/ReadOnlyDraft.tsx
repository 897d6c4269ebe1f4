import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { toast } from '~/ui/toasts';
import { draftOf, keepDraft } from './drafts';
import styles from './ReadOnlyDraft.module.css';

/** What one had begun when the composer went away: it is in it again when that comes back, and until then it can be read and taken elsewhere. */
export function ReadOnlyDraft({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const user = useUser();
  const [text, setText] = useState(() => draftOf(user._id, chatId));
  if (text === '') return null;

  const copy = () => navigator.clipboard.writeText(text).then(() => toast(t('people.copied')));
  const discard = () => {
    keepDraft(user._id, chatId, '');
    setText('');
  };
  return (
    <div className={styles.draft}>
      <Field label={t('composer.draft')}>
        {(ids) => <textarea {...ids} className={styles.text} dir="auto" rows={3} readOnly value={text} onFocus={(event) => event.target.select()} />}
      </Field>
      <div className={styles.buttons}>
        {/* Browsers let pages of secure origins alone copy; it can be marked and copied by hand everywhere. */}
        {window.isSecureContext && (
          <Button icon={<Copy size={16} aria-hidden="true" />} onClick={() => void copy()}>
            {t('people.copy')}
          </Button>
        )}
        <Button look="quiet" onClick={discard}>
          {t('message.discard')}
        </Button>
      </div>
    </div>
  );
}
