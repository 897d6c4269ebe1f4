import type { TFunction } from 'i18next';
import type { WhatsAppMessage } from '~/api/types';

export type SpeakerKind = 'ai' | 'contact' | 'person' | 'phone';

/** Who says it, as eyes and ears are told. Of what is sent from here, `sender_name` is the user's id; his name stands in `sent_by`. */
export function spokenBy({ sender, sender_name, sent_by }: Pick<WhatsAppMessage, 'sender' | 'sender_name' | 'sent_by'>, t: TFunction): { kind: SpeakerKind; name: string } {
  if (sender === 'ai') return { kind: 'ai', name: t('mode.ai') };
  if (sender === 'contact') return { kind: 'contact', name: sender_name };
  return sent_by ? { kind: 'person', name: sent_by.name || t('message.formerColleague') } : { kind: 'phone', name: t('message.fromPhone') };
}
