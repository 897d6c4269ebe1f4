import type { Attachment } from '~/api/types';

export type Look = 'image' | 'audio' | 'video' | 'document' | 'words';

const looks: Readonly<Record<string, Look>> = {
  img: 'image',
  image: 'image',
  sticker: 'image',
  audio: 'audio',
  voice: 'audio',
  video: 'video',
  file: 'document',
  document: 'document',
};

/** What has words of its own; the rest reads as something that cannot be shown. */
const named = ['image', 'sticker', 'audio', 'voice', 'video', 'document', 'location', 'contact', 'order', 'unsupported'] as const;
export type KindName = (typeof named)[number];

const otherNames: Readonly<Record<string, KindName>> = { img: 'image', file: 'document', contacts: 'contact' };

/** How an attachment is shown. What has no bytes has only its words. */
export function lookOf({ kind, url }: Pick<Attachment, 'kind' | 'url'>): Look {
  return looks[kind] ?? (url ? 'document' : 'words');
}

export function nameOf({ kind, is_voice_note: isVoiceNote }: Pick<Attachment, 'kind' | 'is_voice_note'>): KindName {
  if (isVoiceNote) return 'voice';
  return otherNames[kind] ?? named.find((one) => one === kind) ?? 'unsupported';
}
