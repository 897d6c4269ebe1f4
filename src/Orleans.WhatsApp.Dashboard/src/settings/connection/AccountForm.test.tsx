import { expect, it } from 'vitest';
import { rendered, wordsOf } from '~/testing/rendered';
import { AccountForm, accountIn } from './AccountForm';

const typed = (account: string, token: string) => {
  const form = new FormData();
  form.set('account', account);
  form.set('token', token);
  return accountIn(form);
};

it('needs no token: the installation may have one of its own', () => {
  const markup = rendered(<AccountForm provider="meta" isBusy={false} onSubmit={async () => {}} />);
  const [account, token] = markup.match(/<input[^>]*>/g)!;
  expect(account).toContain('required');
  expect(token).not.toContain('required');
  expect(wordsOf(markup)).toContain('Leave it empty where the server has one of its own.');
});

it('says nothing of a token that was left empty', () => {
  expect(typed(' 1029 ', '  ')).toEqual({ account_id: '1029' });
  expect(typed('1029', ' secret ')).toEqual({ account_id: '1029', access_token: 'secret' });
});
