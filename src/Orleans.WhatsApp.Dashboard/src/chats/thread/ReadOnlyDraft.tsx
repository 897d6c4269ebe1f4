import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { CopyButton } from '~/ui/CopyButton';
import { Field } from '~/ui/Field';
import { draftOf, keepDraft } from './drafts';
import styles from './ReadOnlyDraft.module.css';

/** What one had begun when the composer went away: it is in it again when that comes back, and until then it can be read and taken elsewhere. */
export function ReadOnlyDraft({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const user = useUser();
  const [text, setText] = useState(() => draftOf(user._id, chatId));
  if (text === '') return null;

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
        <CopyButton text={text} />
        <Button look="quiet" onClick={discard}>
          {t('message.discard')}
        </Button>
      </div>
    </div>
  );
}
