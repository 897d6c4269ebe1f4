import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '~/ui/ConfirmButton';
import { ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import section from '../Section.module.css';
import { AgentForm } from './AgentForm';
import { useAgents } from './useAgents';

/** Who can answer for the AI. */
export function AgentsSection() {
  const { t } = useTranslation();
  const { list, add, change, remove } = useAgents();
  if (list.isPending) return <Loading rows={3} />;
  if (!list.data) return <ErrorState cause={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className={section.section}>
      <p className={section.hint}>{t('agents.hint')}</p>
      <AgentForm add={add} />
      <ProblemLine cause={change.error ?? remove.error} />
      {list.data.length > 0 && (
        <ul className={section.rows}>
          {list.data.map((agent) => (
            <li key={agent._id} className={section.row}>
              <span className={section.what}>
                <bdi>{agent.name}</bdi>
                <small>
                  <bdi dir="ltr">{agent.elevenlabs_agent_id}</bdi>
                </small>
              </span>
              <label className={section.check}>
                <input
                  type="checkbox"
                  checked={agent.is_active}
                  disabled={change.isPending}
                  onChange={(event) => change.mutate({ id: agent._id, change: { is_active: event.target.checked } })}
                />
                {t('agents.active')}
              </label>
              <ConfirmButton label={t('action.remove')} question={t('agents.removeQuestion')} isBusy={remove.isPending} onConfirm={() => remove.mutate(agent._id)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
