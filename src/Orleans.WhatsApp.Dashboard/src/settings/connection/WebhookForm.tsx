import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { registerWebhook } from '~/api/channels';
import type { Channel } from '~/api/types';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { toast } from '~/ui/toasts';
import { CopyField } from '../CopyField';
import section from '../Section.module.css';

/** Whoever looks at the page may do so by an address that no provider reaches. */
const addressOf = ({ webhook_url: known, provider }: Channel) => known ?? `${window.location.origin}/webhooks/${provider}`;

/** Where the provider reports: told to it from here, or entered there by hand. Usually it is this very server. */
export function WebhookForm({ channel }: { channel: Channel }) {
  // Meta takes it only from whoever signs in to the app's own settings.
  return channel.provider === 'meta' ? <AddressToEnter channel={channel} /> : <Registration channel={channel} />;
}

function AddressToEnter({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  return (
    <div className={section.form}>
      <CopyField label={t('channel.webhook')} hint={t('channel.webhookByHand')} value={addressOf(channel)} />
    </div>
  );
}

function Registration({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const register = useMutation({ mutationFn: (url: string) => registerWebhook(channel.provider, url), onSuccess: () => toast(t('channel.webhookDone')) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    register.mutate(String(new FormData(event.currentTarget).get('url')));
  };
  return (
    <form onSubmit={submit} className={section.form}>
      <Field label={t('channel.webhook')} hint={t('channel.webhookHint')}>
        {(ids) => <input {...ids} name="url" type="url" dir="ltr" required defaultValue={addressOf(channel)} />}
      </Field>
      <ProblemLine cause={register.error} />
      <Button type="submit" isBusy={register.isPending}>
        {t('channel.registerWebhook')}
      </Button>
    </form>
  );
}
