import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/api/keys';
import { addNumber, readNumbers, removeNumber } from '~/api/settings';
import type { NumberList } from '~/api/types';
import { useMay } from '~/session/useUser';
import { toast } from '~/ui/toasts';
import { useProblemText } from '~/ui/useProblemText';
import { samePhone } from './samePhone';

/** Numbers that are left alone. Members do not see them. */
export function useNumbers(list: NumberList) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const textOf = useProblemText();
  const mayRead = useMay('manager');
  const { data, error, refetch } = useQuery({ queryKey: keys.numbers(list), queryFn: () => readNumbers(list), enabled: mayRead });
  const numbers = data?.items ?? [];

  const change = useMutation({
    mutationFn: ({ phone, isOn }: { phone: string; isOn: boolean }) => (isOn ? addNumber(list, phone) : removeNumber(list, phone)),
    onSuccess: (changed, { phone, isOn }) => {
      queries.setQueryData(keys.numbers(list), changed);
      toast(t(isOn ? `${list}.added` : `${list}.removed`, { phone: `\u2066${phone}\u2069` }), {
        action: { label: t('action.undo'), run: () => change.mutate({ phone, isOn: !isOn }) },
      });
    },
    onError: (cause) => toast(textOf(cause), { look: 'problem' }),
  });

  return {
    numbers,
    isKnown: data !== undefined,
    error,
    refetch,
    has: (phone: string) => numbers.some((number) => samePhone(number, phone)),
    set: (phone: string, isOn: boolean, onDone?: () => void) => change.mutate({ phone, isOn }, onDone ? { onSuccess: onDone } : {}),
  };
}
