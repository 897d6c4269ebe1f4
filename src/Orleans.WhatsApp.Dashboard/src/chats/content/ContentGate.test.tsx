import { beforeEach, expect, it, vi } from 'vitest';
import type { WhatsAppChat } from '~/api/types';
import { rendered } from '~/testing/rendered';
import { ContentGate, type FormProps } from './ContentGate';
import { openContentForm } from './contentForm';

const outbox = vi.hoisted(() => ({ send: vi.fn() }));
let form: FormProps;

vi.mock('~/ui/missingStyles', () => ({ loadMissingStyles: async () => {} }));
vi.mock('~/chats/thread/useOutbox', () => ({ useOutbox: () => outbox }));
vi.mock('./TemplateForm', () => ({ default: (given: FormProps) => ((form = given), 'The form') }));

const page = () => rendered(<ContentGate chat={{ _id: 'chat', epoch: 3 } as WhatsAppChat} />);
const content = { kind: 'template', name: 'hello', language: 'en', parameters: [] } as const;

beforeEach(async () => {
  outbox.send.mockReset();
  openContentForm('chat', 'template');
  page();
  await vi.waitFor(() => expect(page()).toContain('The form'));
});

it('is closed when what it sends has been queued', () => {
  outbox.send.mockImplementation(() => expect(page()).toContain('The form'));
  form.onSend(content);
  expect(outbox.send).toHaveBeenCalledWith(expect.anything(), 'chat', { content }, 3);
  expect(page()).not.toContain('The form');
});

it('stays with what is in it where that could not be queued', () => {
  outbox.send.mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  expect(() => form.onSend(content)).toThrow();
  expect(page()).toContain('The form');
});
