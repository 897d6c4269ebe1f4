import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { setLiveSend } from '~/api/channels';
import { keys } from '~/api/keys';
import type { Channel } from '~/api/types';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { toast } from '~/ui/toasts';
import section from '../Section.module.css';

const settings = { inherited: null, on: true, off: false } as const;
type Setting = keyof typeof settings;

/** Whether what the business begins by itself goes to the provider, or is held back here. */
export function LiveSend({ channel: { provider, live_send: isLive, live_send_setting: setting } }: { channel: Channel }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (next: Setting) => setLiveSend(provider, settings[next]),
    onSuccess: () => toast(t('settings.saved')),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.channels }),
  });
  const chosen = change.isPending ? change.variables : setting === null ? 'inherited' : setting ? 'on' : 'off';
  return (
    <div className={section.form}>
      <Field label={t('channel.liveSend')} hint={t(isLive ? 'channel.liveSendOn' : 'channel.liveSendOff')}>
        {(ids) => (
          <select {...ids} value={chosen} disabled={change.isPending} onChange={(event) => change.mutate(event.target.value as Setting)}>
            {(Object.keys(settings) as Setting[]).map((one) => (
              <option key={one} value={one}>
                {t(`channel.liveSendSetting.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ProblemLine cause={change.error} />
    </div>
  );
}
