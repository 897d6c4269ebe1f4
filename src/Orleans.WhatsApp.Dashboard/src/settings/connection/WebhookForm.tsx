import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { registerWebhook } from '~/api/settings';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import { ProblemLine } from '~/ui/Notice';
import { toast } from '~/ui/toasts';
import section from '../Section.module.css';

/** Tells the provider where to report. Usually this very server. */
export function WebhookForm() {
  const { t } = useTranslation();
  const register = useMutation({ mutationFn: registerWebhook, onSuccess: () => toast(t('channel.webhookDone')) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    register.mutate(String(new FormData(event.currentTarget).get('url')));
  };
  return (
    <form onSubmit={submit} className={section.form}>
      <Field label={t('channel.webhook')} hint={t('channel.webhookHint')}>
        {(ids) => <input {...ids} name="url" type="url" dir="ltr" required defaultValue={`${window.location.origin}/webhooks/unipile`} />}
      </Field>
      <ProblemLine cause={register.error} />
      <Button type="submit" isBusy={register.isPending}>
        {t('channel.registerWebhook')}
      </Button>
    </form>
  );
}
