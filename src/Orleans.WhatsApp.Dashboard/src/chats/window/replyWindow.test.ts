import { describe, expect, it } from 'vitest';
import { replyWindow, windowTurn } from './replyWindow';

const noon = Date.parse('2026-01-01T12:00:00Z');
const closing = (seconds: number) => replyWindow({ window_closes_at: new Date(noon + seconds * 1_000).toISOString() }, noon);

describe('replyWindow', () => {
  it('is none where the channel has none', () => expect(replyWindow({ window_closes_at: null }, noon)).toEqual({ kind: 'none' }));

  it('is closed where the channel has one and the contact has never written', () => expect(replyWindow({ window_closes_at: null }, noon, true)).toEqual({ kind: 'closed' }));

  it('says what is left, and stands out below an hour', () => {
    expect(closing(7_200)).toMatchObject({ kind: 'open', seconds: 7_200, isSoon: false });
    expect(closing(3_600)).toMatchObject({ isSoon: false });
    expect(closing(3_599)).toMatchObject({ kind: 'open', isSoon: true });
  });

  it('is open in its last second and closed at its end', () => {
    expect(closing(0.2)).toMatchObject({ kind: 'open', seconds: 1 });
    expect(closing(0)).toMatchObject({ kind: 'closed' });
    expect(closing(-86_400)).toMatchObject({ kind: 'closed' });
  });
});

describe('windowTurn', () => {
  it('tells when an hour is left and when it closes, once', () => {
    expect(windowTurn(closing(3_600), closing(3_599))).toBe('soon');
    expect(windowTurn(closing(3_599), closing(3_598))).toBeNull();
    expect(windowTurn(closing(1), closing(0))).toBe('closed');
    expect(windowTurn(closing(0), closing(-1))).toBeNull();
  });

  it('tells nothing of a window that was opened again', () => expect(windowTurn(closing(-5), closing(86_400))).toBeNull());
});
