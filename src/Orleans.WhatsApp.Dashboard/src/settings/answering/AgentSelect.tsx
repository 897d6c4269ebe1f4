import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/api/keys';
import { listAgentChoices } from '~/api/settings';

interface Props {
  id: string;
  value: string | null;
  isDisabled?: boolean;
}

/** Which of the tenant's agents answers; none is a choice too. */
export function AgentSelect({ id, value, isDisabled = false }: Props) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: keys.agentChoices, queryFn: listAgentChoices });
  return (
    // Its options come later than the choice among them.
    <select key={data ? 'known' : 'unknown'} id={id} name="agent" defaultValue={value ?? ''} disabled={isDisabled}>
      <option value="">{t('answering.noAgent')}</option>
      {/* Saved before the names are known, the choice stays what it is. */}
      {value && !data?.some((agent) => agent._id === value) && <option value={value}>…</option>}
      {data?.map((agent) => (
        <option key={agent._id} value={agent._id}>
          {agent.is_active ? agent.name : t('answering.inactive', { name: agent.name })}
        </option>
      ))}
    </select>
  );
}
