import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import * as api from '~/api/settings';
import type { User } from '~/api/types';

type Change = { id: string; change: Partial<Pick<User, 'name' | 'role' | 'is_active'>> };

export function usePeople() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: keys.users });
  return {
    list: useQuery({ queryKey: keys.users, queryFn: api.listUsers }),
    invite: useMutation({ mutationFn: api.inviteUser, onSuccess }),
    change: useMutation({ mutationFn: ({ id, change }: Change) => api.changeUser(id, change), onSuccess }),
    reset: useMutation({ mutationFn: api.resetPassword, onSuccess }),
    remove: useMutation({ mutationFn: api.deleteUser, onSuccess }),
  };
}
