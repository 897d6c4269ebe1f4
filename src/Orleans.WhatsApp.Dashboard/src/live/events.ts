import type { ChannelStatus, ChatMode, PresentPerson, SessionStatus } from '~/api/types';

/** The data of a live event, by its name (docs/decisions/010-live-feed.md). */
export interface LiveEvents {
  hello: { seq: number; server_time: string; resumed_from: number | null };
  reset: { seq: number; reason: string };
  chat: { _id: string; what: ChatChange[]; mode: ChatMode; session_status: SessionStatus; epoch: number };
  settings: { what: SettingsChange[] };
  connection: { connected: boolean; status: ChannelStatus };
  presence: { chat_id: string; people: PresentPerson[] };
  demo: { phone: string };
}

export type ChatChange = 'new' | 'message' | 'status' | 'session' | 'mode' | 'attention' | 'contact' | 'hidden';
export type SettingsChange = 'config' | 'agents' | 'blacklist' | 'ignored' | 'features' | 'activity';
