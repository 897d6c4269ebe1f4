import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NumberList } from '~/api/types';
import { useNumbers } from '~/chats/useNumbers';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ErrorState, Loading } from '~/ui/Notice';
import { Phone } from '~/ui/Phone';
import section from '../Section.module.css';

/** Numbers that the AI leaves alone. What they write is kept, and wakes nobody. */
export const BlacklistSection = () => <NumbersSection list="blacklist" />;

/** Numbers whose messages are neither answered nor shown. */
export const IgnoredSection = () => <NumbersSection list="ignored" />;

function NumbersSection({ list }: { list: NumberList }) {
  const { t } = useTranslation();
  const { numbers, isKnown, error, refetch, set } = useNumbers(list);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    set(String(new FormData(element).get('phone')), true, () => element.reset());
  };
  return (
    <div className={section.section}>
      <p className={section.hint}>{t(`${list}.hint`)}</p>
      <form className={section.line} onSubmit={submit}>
        <Field label={t('blacklist.phone')}>{(ids) => <input {...ids} name="phone" type="tel" dir="ltr" required placeholder="+90 555 000 11 22" />}</Field>
        <Button type="submit" look="primary">
          {t('action.add')}
        </Button>
      </form>
      {!isKnown ? (
        error ? <ErrorState cause={error} onRetry={() => void refetch()} /> : <Loading rows={3} />
      ) : numbers.length === 0 ? (
        <p className={section.hint}>{t(`${list}.empty`)}</p>
      ) : (
        <ul className={section.rows}>
          {numbers.map((number) => (
            <li key={number} className={section.row}>
              <span className={section.what}>
                <Phone number={number} />
              </span>
              <Button look="quiet" aria-label={t(`${list}.remove`, { name: `\u2066${number}\u2069` })} onClick={() => set(number, false)}>
                {t('action.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
