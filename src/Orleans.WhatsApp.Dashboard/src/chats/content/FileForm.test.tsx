import { expect, it, vi } from 'vitest';
import { rendered, wordsOf } from '~/testing/rendered';
import FileForm from './FileForm';

// A dialog is nothing but its portal at first.
vi.mock('./FormFrame', () => ({ FormFrame: ({ fault }: { fault: string | null }) => <p>{fault ?? 'can be sent'}</p> }));

const most = 16 * 1024 * 1024;
const shown = (size: number) => wordsOf(rendered(<FileForm chatId="c" file={{ name: 'roof.mp4', type: 'video/mp4', size } as File} onSend={() => {}} onClose={() => {}} />));

it('what is larger than the gateway takes is refused before it is sent', () => expect(shown(most + 1)).toBe('It is too large. A file has at most 16 MB.'));

it('what is as large as it takes is not', () => expect(shown(most)).toBe('can be sent'));
