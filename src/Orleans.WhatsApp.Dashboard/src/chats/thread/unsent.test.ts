import { beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem, codeOf } from '~/api/problem';
import type { Outgoing } from './outgoing';
import { forgetUnsentOfOthers, keepUnsent, unsentOf } from './unsent';

const day = 24 * 3_600_000;
const failed = (cause: unknown): Outgoing['state'] => ({ kind: 'failed', cause });
const message = (id: string, at = 0, state = failed(ApiProblem.offline())): Outgoing => ({ id, chatId: 'chat', written: { text: `text ${id}` }, at, state });
const idsOf = (user: string, now = 0) => unsentOf(user, now).map((one) => one.id);

beforeEach(() => sessionStorage.removeItem('unsent'));

it('is there again under its own id, with what it says', () => {
  const content = { kind: 'media', key: 'k', type: 'image', mime_type: 'image/png', file_name: 'roof.png', size: 10, caption: '' } as const;
  keepUnsent('ann', [message('one'), { ...message('two', 1), written: { content } }]);
  expect(unsentOf('ann', 0).map(({ id, chatId, written }) => [id, chatId, written])).toEqual([
    ['one', 'chat', { text: 'text one' }],
    ['two', 'chat', { content }],
  ]);
});

describe('says after the reload', () => {
  const after = (state: Outgoing['state']) => {
    keepUnsent('ann', [message('one', 0, state)]);
    return unsentOf('ann', 0)[0]!.state;
  };
  const codeAfter = (state: Outgoing['state']) => {
    const shown = after(state);
    return shown.kind === 'failed' ? codeOf(shown.cause) : shown.kind;
  };

  it('why it was not taken', () => expect(codeAfter(failed(new ApiProblem('window_closed', 409, '')))).toBe('window_closed'));

  it('who had acted meanwhile', () => {
    const moved = { kind: 'moved', moved: { epoch: 7, by: 'operator', userId: 'ben', name: 'Ben', at: '2026-01-01T12:00:00Z' } } as const;
    expect(after(moved)).toEqual(moved);
  });

  it('that nobody knows, where it was on its way', () => expect(codeAfter({ kind: 'sending' })).toBe('interrupted'));
});

it('of many, the newest twenty are kept', () => {
  keepUnsent('ann', [message('new', 50), ...Array.from({ length: 20 }, (_, at) => message(String(at), at))]);
  expect(idsOf('ann')).toEqual([...Array.from({ length: 19 }, (_, at) => String(at + 1)), 'new']);
});

it('is given up after a week', () => {
  keepUnsent('ann', [message('old', 0), message('young', 2 * day)]);
  expect(idsOf('ann', 7 * day - 1)).toEqual(['old', 'young']);
  expect(idsOf('ann', 7 * day)).toEqual(['young']);
});

it('leaves nothing behind when all is sent', () => {
  keepUnsent('ann', [message('one')]);
  keepUnsent('ann', []);
  expect(sessionStorage.getItem('unsent')).toBeNull();
});

it('is nobody else’s', () => {
  keepUnsent('ann', [message('one')]);
  expect(idsOf('ben')).toEqual([]);
});

it.each([undefined, 'ben'])('goes when its writer does: signed in is now %s', (userId) => {
  keepUnsent('ann', [message('one')]);
  forgetUnsentOfOthers('ann');
  expect(idsOf('ann')).toEqual(['one']);
  forgetUnsentOfOthers(userId);
  expect(sessionStorage.getItem('unsent')).toBeNull();
});
