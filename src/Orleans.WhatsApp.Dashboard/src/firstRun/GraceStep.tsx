import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '~/api/types';
import { GraceField } from '~/settings/answering/GraceField';
import { useConfigure } from '~/settings/answering/useConfigure';
import { Button } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import section from '~/settings/Section.module.css';
import styles from './WelcomePage.module.css';

export function GraceStep({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const { t } = useTranslation();
  const configure = useConfigure(onDone);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    configure.mutate({
      grace_period_seconds: Number(new FormData(event.currentTarget).get('grace')),
      // Whoever sets it up usually sits where the business is; the settings know better.
      time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  };
  return (
    <div className={styles.content}>
      <h2>{t('welcome.grace')}</h2>
      <p>{t('welcome.graceWords')}</p>
      <form className={section.form} onSubmit={submit}>
        <GraceField seconds={connection.grace_period_seconds} />
        <ProblemLine cause={configure.error} />
        <Button type="submit" look="primary" isBusy={configure.isPending}>
          {t('welcome.finish')}
        </Button>
      </form>
    </div>
  );
}
