import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { acceptInvitation } from '~/api/auth';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { signedIn } from './access';
import { EntrancePage } from './EntrancePage';
import styles from './EntrancePage.module.css';
import { fewestCharacters } from './passwordRules';

/** Where an invitation's or a reset's link leads. The token stands behind the #, which no server and no log sees. */
export function InvitationPage() {
  const { t } = useTranslation();
  const token = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const attempt = useMutation({
    mutationFn: (password: string) => acceptInvitation(token, password),
    onSuccess: (pair) => {
      signedIn(pair);
      void navigate('/whatsapp', { replace: true });
    },
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    attempt.mutate(String(new FormData(event.currentTarget).get('password')));
  };

  return (
    <EntrancePage title={t('entrance.welcome')}>
      <form className={styles.form} onSubmit={submit}>
        <p>{t('entrance.choosePassword')}</p>
        <Field label={t('entrance.newPassword')} hint={t('entrance.passwordRule', { count: fewestCharacters })}>
          {(ids) => <input {...ids} name="password" type="password" dir="ltr" autoComplete="new-password" minLength={fewestCharacters} required autoFocus />}
        </Field>
        <ProblemLine cause={attempt.error} />
        <Button type="submit" look="primary" isBusy={attempt.isPending}>
          {t('entrance.setPassword')}
        </Button>
      </form>
    </EntrancePage>
  );
}
