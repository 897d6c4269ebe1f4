import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SendHorizontal } from 'lucide-react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readDemoMessages, writeAsContact } from '~/api/demo';
import { keys } from '~/api/keys';
import { useFormats } from '~/time/useFormats';
import { IconButton } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import styles from './ContactPhone.module.css';
import type { PhoneOwner } from './newContact';

export function PhoneScreen({ owner }: { owner: PhoneOwner }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: keys.demoMessages(owner.phone), queryFn: () => readDemoMessages(owner.phone) });
  const write = useMutation({
    mutationFn: (text: string) => writeAsContact(owner.phone, text, owner.name),
    onSuccess: () => Promise.all([keys.demoMessages(owner.phone), keys.demoContacts].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    if (text) write.mutate(text);
    event.currentTarget.reset();
  };

  return (
    <>
      <div className={styles.screen} tabIndex={0} role="region" aria-label={t('chat.messages')}>
        <div className={styles.messages} role="log" aria-label={t('demo.phone')}>
          {data?.items.map((message) => (
            <article key={message._id} className={message.from_me ? styles.mine : styles.theirs}>
              <p dir="auto">{message.text}</p>
              <time dateTime={message.at}>{formats.time(message.at)}</time>
            </article>
          ))}
        </div>
      </div>
      <ProblemLine cause={write.error} />
      <form className={styles.form} onSubmit={submit}>
        <input name="text" type="text" dir="auto" autoComplete="off" required placeholder={t('demo.placeholder')} aria-label={t('demo.placeholder')} />
        <IconButton type="submit" label={t('composer.send')}>
          <SendHorizontal size={18} className="mirrored" aria-hidden="true" />
        </IconButton>
      </form>
    </>
  );
}
