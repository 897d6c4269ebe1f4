import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '~/api/types';
import { useMay } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import { toast } from '~/ui/toasts';
import section from '../Section.module.css';
import { useConnection } from '../useConnection';
import { AgentSelect } from './AgentSelect';
import { GraceField } from './GraceField';
import { useConfigure } from './useConfigure';

/** Who answers for the AI, how long people have before it does, and in which zone the day begins. */
export function AnsweringSection() {
  const { data, isPending, error, refetch } = useConnection();
  if (isPending) return <Loading rows={3} />;
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />;
  return <AnsweringForm key={JSON.stringify([data.agent_id, data.grace_period_seconds, data.time_zone, data.retention_days])} connection={data} />;
}

function AnsweringForm({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const configure = useConfigure(() => toast(t('settings.saved')));

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    configure.mutate({
      agent_id: String(form.get('agent')) || null,
      grace_period_seconds: Number(form.get('grace')),
      time_zone: String(form.get('zone')),
      retention_days: Number(form.get('retention')) || null,
    });
  };

  return (
    <form className={section.form} onSubmit={submit}>
      <Field label={t('answering.agent')} hint={t('answering.agentHint')}>
        {({ id }) => <AgentSelect id={id} value={connection.agent_id} isDisabled={!isAdmin} />}
      </Field>
      <GraceField seconds={connection.grace_period_seconds} isDisabled={!isAdmin} />
      <Field label={t('answering.zone')}>
        {(ids) => (
          <select {...ids} name="zone" dir="ltr" defaultValue={connection.time_zone} disabled={!isAdmin}>
            {zonesWith(connection.time_zone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('answering.retention')} hint={t('answering.retentionHint')}>
        {(ids) => <input {...ids} name="retention" type="number" dir="ltr" min={1} max={3650} defaultValue={connection.retention_days ?? ''} disabled={!isAdmin} />}
      </Field>
      <ProblemLine cause={configure.error} />
      {isAdmin && (
        <Button type="submit" look="primary" isBusy={configure.isPending}>
          {t('action.save')}
        </Button>
      )}
    </form>
  );
}

/** The browser's list leaves out aliases, and the tenant's may be one. */
function zonesWith(own: string): string[] {
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}
