import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate } from 'react-router';
import { useChannels } from '~/chats/useChannels';
import { LanguagePicker } from '~/i18n/LanguagePicker';
import { ConnectionBar } from '~/live/ConnectionBar';
import { useMay } from '~/session/useUser';
import { useConnection } from '~/settings/useConnection';
import { ErrorState, Loading } from '~/ui/Notice';
import { AgentStep } from './AgentStep';
import { ConnectStep } from './ConnectStep';
import { GraceStep } from './GraceStep';
import { putOff } from './later';
import { nextStep, steps } from './progress';
import styles from './WelcomePage.module.css';

/** From an empty installation to one that answers, in three steps. */
export default function WelcomePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data, error, refetch } = useConnection();
  const isAdmin = useMay('admin');
  const channels = useChannels();
  if (!isAdmin) return <Navigate to="/whatsapp" replace />;

  const step = data && nextStep(data, channels);
  const place = step ? steps.indexOf(step) : 0;
  const finish = () => {
    putOff();
    void navigate('/whatsapp');
  };

  return (
    <div className={styles.page}>
      <ConnectionBar />
      <main className={styles.main}>
        <header className={styles.header}>
          <img src="/icon.svg" alt="" width="48" height="48" />
          <h1>{t('welcome.title')}</h1>
          <p>{t('welcome.words')}</p>
        </header>
        <ol className={styles.steps} aria-label={t('welcome.steps')}>
          {steps.map((one, index) => (
            <li key={one} className={`${styles.step} ${index < place ? styles.done : ''}`} aria-current={index === place ? 'step' : undefined}>
              <span className={styles.number}>{index < place ? <Check size={16} aria-label={t('welcome.done')} /> : index + 1}</span>
              {t(`welcome.${one}`)}
            </li>
          ))}
        </ol>
        <section className={styles.card} aria-live="polite">
          {!data && (error ? <ErrorState cause={error} onRetry={() => void refetch()} /> : <Loading rows={3} />)}
          {data && step === 'connect' && <ConnectStep />}
          {data && step === 'agent' && <AgentStep />}
          {data && step === 'grace' && <GraceStep connection={data} onDone={finish} />}
        </section>
        <footer className={styles.footer}>
          <LanguagePicker />
          <Link to="/whatsapp" onClick={putOff}>
            {t('welcome.later')}
          </Link>
        </footer>
      </main>
    </div>
  );
}
