import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Phase, TimelineEntry } from '~/api/types';
import { useFormats } from '~/time/useFormats';
import { sentenceOf } from './sentences';
import styles from './WhyEntry.module.css';

const haltReasons = ['Blacklisted', 'AgentSwitchedOff', 'FeatureSwitchedOff', 'TenantSuspended'] as const;

/** One decision: what came, what it led to, and by which rule. */
export function WhyEntry({ entry, nameOf }: { entry: TimelineEntry; nameOf: (id: string) => string | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const name = (entry.actor && nameOf(entry.actor)) ?? t('why.someone');
  const grace = formats.duration((entry.policy?.grace_period_seconds ?? 0) * 1_000);
  const halt = haltReasons.find((reason) => reason === entry.detail);

  return (
    <li className={`${styles.entry} ${styles[toneOf(entry.after)]}`}>
      <time className={styles.time} dateTime={entry.at}>
        {formats.moment(entry.at)}
      </time>
      <p>
        {t(`why.says.${sentenceOf(entry)}`, { name: `\u2068${name}\u2069`, grace })} {halt && t(`why.halt.${halt}`)}
      </p>
      {entry.before !== entry.after && (
        <p className={styles.phases}>
          {t(`why.phase.${entry.before}`)} <ArrowRight size={12} className="mirrored" aria-label={t('why.then')} /> {t(`why.phase.${entry.after}`)}
        </p>
      )}
      <p className={styles.rule}>
        {t('why.rule', { rule: entry.rule })}
        {entry.detail && !halt && <code dir="ltr">{entry.detail}</code>}
      </p>
    </li>
  );
}

function toneOf(phase: Phase): 'ai' | 'human' | 'waiting' | 'nobody' {
  switch (phase) {
    case 'agent_asked':
    case 'agent_listening':
      return 'ai';
    case 'person':
      return 'human';
    case 'grace':
      return 'waiting';
    default:
      return 'nobody';
  }
}
