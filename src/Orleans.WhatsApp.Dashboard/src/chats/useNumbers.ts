import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '~/api/keys';
import { addNumber, readNumbers, removeNumber } from '~/api/settings';
import type { NumberList } from '~/api/types';
import { useMay } from '~/session/useUser';
import { toast } from '~/ui/toasts';
import { useProblemText } from '~/ui/useProblemText';
import { hasPhone } from './hasPhone';

const none: readonly string[] = [];

/** Numbers that are left alone. Members do not see them. */
export function useNumbers(list: NumberList) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const textOf = useProblemText();
  const mayRead = useMay('manager');
  const { data, error, refetch } = useQuery({ queryKey: keys.numbers(list), queryFn: () => readNumbers(list), enabled: mayRead });
  const numbers = data ?? none;

  const change = useMutation({
    mutationFn: ({ phone, isOn }: { phone: string; isOn: boolean }) => (isOn ? addNumber(list, phone) : removeNumber(list, phone)),
    onSuccess: (changed, { phone, isOn }) => {
      if (changed.next_cursor === null) queries.setQueryData(keys.numbers(list), changed.items);
      // A list that is longer than the answer is read anew.
      else void queries.invalidateQueries({ queryKey: keys.numbers(list) });
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
    has: (phone: string) => hasPhone(numbers, phone),
    set: (phone: string, isOn: boolean, onDone?: () => void) => change.mutate({ phone, isOn }, onDone ? { onSuccess: onDone } : {}),
  };
}
