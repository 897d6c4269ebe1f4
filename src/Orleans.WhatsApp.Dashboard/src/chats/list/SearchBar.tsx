import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './SearchBar.module.css';

export const searchFieldId = 'chat-search';
const pauseAfterTyping = 250;
/** The gateway's most. */
const mostCharacters = 200;

export function SearchBar({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);

  useEffect(() => {
    const timer = window.setTimeout(() => onChange(text.trim()), pauseAfterTyping);
    return () => window.clearTimeout(timer);
  }, [text, onChange]);

  return (
    <div className={styles.bar} role="search">
      <Search size={18} aria-hidden="true" className={styles.icon} />
      <input
        id={searchFieldId}
        type="search"
        dir="auto"
        className={styles.field}
        value={text}
        maxLength={mostCharacters}
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
