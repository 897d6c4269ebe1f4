import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { signIn } from '~/api/auth';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { signedIn } from './access';
import { EntrancePage } from './EntrancePage';
import styles from './EntrancePage.module.css';
import { useCurrentUser } from './useUser';

export function SignInPage() {
  const { t } = useTranslation();
  const user = useCurrentUser();
  const location = useLocation();
  const attempt = useMutation({ mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password), onSuccess: signedIn });

  if (user) return <Navigate to={(location.state as { from?: string } | null)?.from ?? '/whatsapp'} replace />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    attempt.mutate({ email: String(form.get('email')), password: String(form.get('password')) });
  };

  return (
    <EntrancePage title={t('entrance.signIn')}>
      <form className={styles.form} onSubmit={submit}>
        <Field label={t('entrance.email')}>{(ids) => <input {...ids} name="email" type="email" dir="ltr" autoComplete="username" required autoFocus />}</Field>
        <Field label={t('entrance.password')}>{(ids) => <input {...ids} name="password" type="password" dir="ltr" autoComplete="current-password" required />}</Field>
        <ProblemLine cause={attempt.error} />
        <Button type="submit" look="primary" isBusy={attempt.isPending}>
          {t('entrance.signIn')}
        </Button>
      </form>
    </EntrancePage>
  );
}
