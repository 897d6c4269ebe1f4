import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectWith } from '~/api/channels';
import type { Provider } from '~/api/types';
import { Button } from '~/ui/Button';
import { Field } from '~/ui/Field';
import section from '../Section.module.css';

type Account = Omit<ConnectWith, 'provider'>;

interface Props {
  provider: Provider;
  isBusy: boolean;
  onSubmit: (account: Account) => Promise<unknown>;
}

/** Names an account at the provider and proves that it is ours, where the installation has no token for it. The token is kept by the server and never comes back here. */
export function AccountForm({ provider, isBusy, onSubmit }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [element, form] = [event.currentTarget, new FormData(event.currentTarget)];
    onSubmit(accountIn(form)).then(
      () => element.reset(),
      // What was wrong is said beside the form, and what was typed stays.
      () => undefined,
    );
  };
  return (
    <form className={section.form} onSubmit={submit}>
      <Field label={t(`channel.account.${provider}`)}>
        {(ids) => <input {...ids} name="account" type="text" dir="ltr" required maxLength={200} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label={t('channel.token')} hint={t('channel.tokenHint')}>
        {(ids) => <input {...ids} name="token" type="password" dir="ltr" autoComplete="new-password" />}
      </Field>
      <Button type="submit" look="primary" isBusy={isBusy}>
        {t('channel.connectAccount')}
      </Button>
    </form>
  );
}

/** An empty token is none: the installation's own is used. */
export function accountIn(form: FormData): Account {
  const [account, token] = [String(form.get('account')).trim(), String(form.get('token')).trim()];
  return { account_id: account, ...(token && { access_token: token }) };
}
