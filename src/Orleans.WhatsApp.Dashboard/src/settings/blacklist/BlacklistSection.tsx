import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlacklist } from '~/chats/useBlacklist';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { Phone } from '~/ui/Phone';
import section from '../Section.module.css';

/** Numbers that the AI leaves alone. What they write is kept, and wakes nobody. */
export function BlacklistSection() {
  const { t } = useTranslation();
  const { numbers, set } = useBlacklist();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set(String(new FormData(event.currentTarget).get('phone')), true);
    event.currentTarget.reset();
  };
  return (
    <div className={section.section}>
      <p className={section.hint}>{t('blacklist.hint')}</p>
      <form className={section.line} onSubmit={submit}>
        <Field label={t('blacklist.phone')}>{(ids) => <input {...ids} name="phone" type="tel" dir="ltr" required placeholder="+90 555 000 11 22" />}</Field>
        <Button type="submit" look="primary">
          {t('action.add')}
        </Button>
      </form>
      {numbers.length === 0 ? (
        <p className={section.hint}>{t('blacklist.empty')}</p>
      ) : (
        <ul className={section.rows}>
          {numbers.map((number) => (
            <li key={number} className={section.row}>
              <span className={section.what}>
                <Phone number={number} />
              </span>
              <Button look="quiet" aria-label={t('blacklist.remove', { name: `\u2066${number}\u2069` })} onClick={() => set(number, false)}>
                {t('action.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
