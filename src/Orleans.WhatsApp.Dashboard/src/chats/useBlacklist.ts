import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/api/keys';
import { blacklist, readBlacklist, unblacklist } from '~/api/settings';
import { useMay } from '~/session/useUser';
import { toast } from '~/ui/toasts';
import { useProblemText } from '~/ui/useProblemText';
import { samePhone } from './samePhone';

/** Numbers that the AI leaves alone. Members do not see them. */
export function useBlacklist() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const textOf = useProblemText();
  const mayRead = useMay('manager');
  const { data } = useQuery({ queryKey: keys.blacklist, queryFn: readBlacklist, enabled: mayRead });
  const numbers = data?.items ?? [];

  const change = useMutation({
    mutationFn: ({ phone, isOn }: { phone: string; isOn: boolean }) => (isOn ? blacklist(phone) : unblacklist(phone)),
    onSuccess: (list, { phone, isOn }) => {
      queries.setQueryData(keys.blacklist, list);
      toast(t(isOn ? 'blacklist.added' : 'blacklist.removed', { phone: `\u2066${phone}\u2069` }), {
        action: { label: t('action.undo'), run: () => change.mutate({ phone, isOn: !isOn }) },
      });
    },
    onError: (cause) => toast(textOf(cause), { look: 'problem' }),
  });

  return { numbers, has: (phone: string) => numbers.some((number) => samePhone(number, phone)), set: (phone: string, isOn: boolean) => change.mutate({ phone, isOn }) };
}
