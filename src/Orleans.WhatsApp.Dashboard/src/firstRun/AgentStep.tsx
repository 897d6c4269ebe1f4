import { useTranslation } from 'react-i18next';
import { AgentForm } from '~/settings/agents/AgentForm';
import { useAgents } from '~/settings/agents/useAgents';
import { useConfigure } from '~/settings/answering/useConfigure';
import { Button } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import section from '~/settings/Section.module.css';
import styles from './WelcomePage.module.css';

/** Chooses who answers for the AI; the first one is told of here. */
export function AgentStep() {
  const { t } = useTranslation();
  const { list, add } = useAgents();
  const configure = useConfigure();
  const choose = (id: string) => configure.mutate({ agent_id: id });
  const agents = list.data?.filter((agent) => agent.is_active) ?? [];
  return (
    <div className={styles.content}>
      <h2>{t('welcome.agent')}</h2>
      <p>{t('welcome.agentWords')}</p>
      {agents.length > 0 && (
        <ul className={section.line}>
          {agents.map((agent) => (
            <li key={agent._id}>
              <Button isBusy={configure.isPending} onClick={() => choose(agent._id)}>
                <bdi>{agent.name}</bdi>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AgentForm add={add} onAdded={(agent) => choose(agent._id)} />
      <ProblemLine cause={configure.error} />
    </div>
  );
}
