import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { disconnect } from '~/api/channels';
import { keys } from '~/api/keys';
import type { Provider } from '~/api/types';
import { ConfirmButton } from '~/ui/ConfirmButton';
import { ProblemLine } from '~/ui/Notice';

export function Disconnect({ provider }: { provider: Provider }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const away = useMutation({
    mutationFn: () => disconnect(provider),
    onSettled: () => Promise.all([keys.connection, keys.channels].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  return (
    <>
      <ProblemLine cause={away.error} />
      <div>
        <ConfirmButton label={t('channel.disconnect')} question={t('channel.disconnectQuestion')} isBusy={away.isPending} onConfirm={() => away.mutate()} />
      </div>
    </>
  );
}
