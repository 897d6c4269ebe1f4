import { useQuery } from '@tanstack/react-query';
import { UserRoundPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listDemoContacts } from '~/api/demo';
import { keys } from '~/api/keys';
import { IconButton } from '~/ui/Button';
import styles from './ContactPhone.module.css';
import { newContact, type PhoneOwner } from './newContact';
import { PhoneScreen } from './PhoneScreen';

/** A demo's other side: here a visitor writes as the contact and sees the answers arrive. */
export default function ContactPhone({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: keys.demoContacts, queryFn: listDemoContacts });
  const [owner, setOwner] = useState<PhoneOwner | null>(null);
  const contacts = data?.items ?? [];
  const known = owner ? contacts.find((contact) => contact.phone === owner.phone) : contacts[0];
  const shown = known ?? owner;

  return (
    <section className={styles.phone} aria-label={t('demo.phone')}>
      <header className={styles.header}>
        <label className={styles.owner}>
          <small>{t('demo.phoneOf')}</small>
          <select value={shown?.phone ?? ''} onChange={(event) => setOwner(contacts.find((contact) => contact.phone === event.target.value) ?? null)}>
            {shown && !known && <option value={shown.phone}>{shown.name}</option>}
            {contacts.map((contact) => (
              <option key={contact.phone} value={contact.phone}>
                {contact.name || `\u2066${contact.phone}\u2069`}
              </option>
            ))}
          </select>
        </label>
        <IconButton label={t('demo.newContact')} onClick={() => setOwner(newContact(contacts.length))}>
          <UserRoundPlus size={18} aria-hidden="true" />
        </IconButton>
        <IconButton label={t('action.close')} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </header>
      {shown && <PhoneScreen key={shown.phone} owner={shown} />}
    </section>
  );
}
