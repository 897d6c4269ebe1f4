import { beforeEach, expect, it } from 'vitest';
import { draftOf, forgetDraftsOfOthers, keepDraft } from './drafts';

beforeEach(() => sessionStorage.removeItem('drafts'));

it('is there for whoever began it, in its chat', () => {
  keepDraft('ann', 'one', 'Hello');
  keepDraft('ann', 'two', 'Good day');
  expect([draftOf('ann', 'one'), draftOf('ann', 'two'), draftOf('ann', 'three')]).toEqual(['Hello', 'Good day', '']);
});

it('is gone when it is sent', () => {
  keepDraft('ann', 'one', 'Hello');
  keepDraft('ann', 'one', '');
  expect(draftOf('ann', 'one')).toBe('');
  expect(sessionStorage.getItem('drafts')).toBeNull();
});

it('is nobody else’s, who takes its place with his own', () => {
  keepDraft('ann', 'one', 'Secret');
  expect(draftOf('ben', 'one')).toBe('');
  keepDraft('ben', 'two', 'Mine');
  expect(sessionStorage.getItem('drafts')).not.toContain('Secret');
});

it.each([undefined, 'ben'])('goes when its writer does: signed in is now %s', (userId) => {
  keepDraft('ann', 'one', 'Secret');
  forgetDraftsOfOthers('ann');
  expect(draftOf('ann', 'one')).toBe('Secret');
  forgetDraftsOfOthers(userId);
  expect(sessionStorage.getItem('drafts')).toBeNull();
});

it('of many, those that were touched last are kept', () => {
  for (let chat = 0; chat < 50; chat++) keepDraft('ann', String(chat), 'text');
  keepDraft('ann', '0', 'touched');
  keepDraft('ann', 'new', 'text');
  expect([draftOf('ann', '0'), draftOf('ann', '1'), draftOf('ann', '2')]).toEqual(['touched', '', 'text']);
});

it('of long ones, no more than the browser has room for', () => {
  const long = 'x'.repeat(65_536);
  for (const chat of ['one', 'two', 'three', 'four']) keepDraft('ann', chat, long);
  expect(['one', 'two', 'three', 'four'].map((chat) => draftOf('ann', chat).length)).toEqual([0, 65_536, 65_536, 65_536]);
});
