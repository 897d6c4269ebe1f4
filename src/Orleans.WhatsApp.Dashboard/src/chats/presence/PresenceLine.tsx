import { Eye, PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PresentPerson } from '~/api/types';
import styles from './PresenceLine.module.css';

/** Who else is here: quiet for those who look, amber for those who write. */
export function PresenceLine({ people }: { people: readonly PresentPerson[] }) {
  const { t } = useTranslation();
  const writing = people.filter((person) => person.state === 'typing');
  const looking = people.filter((person) => person.state === 'viewing');
  return (
    <>
      {writing.length > 0 && (
        <span className={styles.writing}>
          <PenLine size={14} aria-hidden="true" />
          {t('presence.typing', { count: writing.length, names: namesOf(writing) })}
        </span>
      )}
      {looking.length > 0 && (
        <span className={styles.looking}>
          <Eye size={14} aria-hidden="true" />
          {t('presence.viewing', { count: looking.length, names: namesOf(looking) })}
        </span>
      )}
    </>
  );
}

function namesOf(people: readonly PresentPerson[]): string {
  return people.map((person) => `\u2068${person.name}\u2069`).join(', ');
}
