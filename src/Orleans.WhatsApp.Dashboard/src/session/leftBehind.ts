import { forgetDraftsOfOthers } from '~/chats/thread/drafts';
import { forgetOutboxesOfOthers } from '~/chats/thread/outboxes';
import { lastUser, onSignInChange } from './access';

/**
 * What one has begun or not sent is not for the next one: from now on it goes from this tab when he signs out, here or in another tab, and when somebody else
 * signs in. Where the sign-in ended by itself, he finds it when he comes back.
 */
export function forgetWhatOthersLeft(): void {
  const forget = () => {
    forgetDraftsOfOthers(lastUser());
    forgetOutboxesOfOthers(lastUser());
  };
  onSignInChange(forget);
  forget();
}
