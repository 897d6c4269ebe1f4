import type { ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { rendered } from '~/testing/rendered';
import { DemoGate } from './DemoGate';

const phone = vi.hoisted(() => ({ isOpen: false, toggle: vi.fn(), open: vi.fn() }));
let part: { onOpen: () => void };

vi.mock('./useDemoPhone', () => ({ useDemoPhone: () => phone }));
vi.mock('~/ui/lazyPart', () => ({ lazyPart: () => () => 'The phone' }));
vi.mock('~/ui/Part', () => ({ Part: (given: { children: ReactNode; onOpen: () => void }) => ((part = given), (<div>{given.children}</div>)) }));

it('leaves nothing of what failed behind when it is closed', () => expect(rendered(<DemoGate />)).toBe(''));

it('opens it again, and does not close it', () => {
  phone.isOpen = true;
  expect(rendered(<DemoGate />)).toContain('The phone');
  part.onOpen();
  expect([phone.open, phone.toggle].map((one) => one.mock.calls.length)).toEqual([1, 0]);
});
