import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import * as api from '~/api/settings';
import type { Agent } from '~/api/types';

type Change = { id: string; change: Partial<Omit<Agent, '_id'>> };

export function useAgents() {
  const queries = useQueryClient();
  const onSuccess = () => Promise.all([keys.agents, keys.agentChoices, keys.connection].map((queryKey) => queries.invalidateQueries({ queryKey })));
  return {
    list: useQuery({ queryKey: keys.agents, queryFn: api.listAgents }),
    add: useMutation({ mutationFn: api.addAgent, onSuccess }),
    change: useMutation({ mutationFn: ({ id, change }: Change) => api.changeAgent(id, change), onSuccess }),
    remove: useMutation({ mutationFn: api.deleteAgent, onSuccess }),
  };
}
