import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword } from '~/api/auth';
import { signedIn } from '~/session/access';
import { fewestCharacters } from '~/session/passwordRules';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { toast } from '~/ui/toasts';
import section from '../Section.module.css';

export function PasswordForm() {
  const { t } = useTranslation();
  const change = useMutation({ mutationFn: ({ current, next }: { current: string; next: string }) => changePassword(current, next) });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [element, form] = [event.currentTarget, new FormData(event.currentTarget)];
    change.mutate(
      { current: String(form.get('current')), next: String(form.get('next')) },
      {
        onSuccess: (pair) => {
          // Every other sign-in has ended; this one goes on with the new pair.
          signedIn(pair);
          element.reset();
          toast(t('account.passwordChanged'));
        },
      },
    );
  };

  return (
    <form className={section.form} onSubmit={submit}>
      <h3 className={section.heading}>{t('account.password')}</h3>
      <Field label={t('account.currentPassword')}>{(ids) => <input {...ids} name="current" type="password" dir="ltr" autoComplete="current-password" required />}</Field>
      <Field label={t('entrance.newPassword')} hint={t('entrance.passwordRule', { count: fewestCharacters })}>
        {(ids) => <input {...ids} name="next" type="password" dir="ltr" autoComplete="new-password" required minLength={fewestCharacters} />}
      </Field>
      <ProblemLine cause={change.error} />
      <Button type="submit" isBusy={change.isPending}>
        {t('account.changePassword')}
      </Button>
    </form>
  );
}
