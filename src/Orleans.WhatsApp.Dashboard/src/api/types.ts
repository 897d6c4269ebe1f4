import type { MessageContent } from './content';

/** The gateway's JSON, as it comes (`/openapi/v1.json`). Times are ISO 8601 in UTC. */

export type ChatMode = 'ai' | 'human' | 'closed';
export type MessageSender = 'contact' | 'ai' | 'human';
export type SessionStatus = 'idle' | 'waiting' | 'resolved';
export type ResolvedBy = 'human' | 'ai_timeout' | 'manual' | 'timeout';
export type DeliveryStatus = 'received' | 'queued' | 'accepted' | 'delivered' | 'read' | 'played' | 'failed' | 'unknown' | 'withdrawn' | 'withheld';
export type Role = 'admin' | 'manager' | 'member';
export type Attention = 'no_agent' | 'agent_silent' | 'send_failed' | 'send_unclear' | 'late_message' | 'unanswered' | 'event_set_aside' | 'window_closed';
export type Phase = 'idle' | 'closed' | 'grace' | 'agent_listening' | 'agent_asked' | 'person';
export type Provider = 'unipile' | 'meta' | 'wappi';
/** What a person can do about a failure. */
export type Remedy = 'use_template' | 'template_rejected' | 'wait' | 'reconnect' | 'check_number' | 'contact_opted_out' | 'ask_provider' | 'none';
export type MediaState = 'unfetched' | 'pending' | 'kept' | 'failed';
export type OutboxStatus = 'withheld' | 'waiting' | 'unclear' | 'failed';
/** Numbers that are left alone: the blacklist's messages are kept and shown, the ignored ones' are not. */
export type NumberList = 'blacklist' | 'ignored';
export type ChannelStatus = 'ok' | 'pending' | 'connecting' | 'needs_reconnect' | 'stopped' | 'error' | 'disconnected';

export interface Listing<T> {
  items: T[];
  page: number;
  limit: number;
  total: number;
  /** Given back as `cursor` for what follows; null at the end. */
  next_cursor: string | null;
}

export interface Person {
  _id: string;
  name: string;
  email: string;
}

export interface WhatsAppChat {
  _id: string;
  tenant_id: string;
  unipile_chat_id: string;
  contact_name: string;
  contact_phone: string;
  mode: ChatMode;
  taken_over_by: Person | null;
  taken_over_at: string | null;
  last_message_at: string;
  last_message_preview: string;
  message_count: number;
  session_status: SessionStatus;
  session_started_at: string | null;
  session_grace_deadline: string | null;
  session_resolved_by: ResolvedBy | null;
  /** Goes up each time the right to speak moves. */
  epoch: number;
  needs_attention: boolean;
  attention: Attention | null;
  /** Of the channel by which the contact writes; empty for one that the installation offers no more. */
  provider: Provider | '';
  /** Until when free text may be sent; in the past, it may not. Null where the channel has no such window, or where the contact has never written. */
  window_closes_at: string | null;
  /** In no list: its number is ignored, or nothing has come of it yet but a receipt. */
  is_hidden: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface TakenOverChat extends WhatsAppChat {
  /** A message of the AI was already with the provider and may still arrive. */
  in_flight: boolean;
}

export interface Attachment {
  kind: string;
  mime_type: string;
  file_name: string;
  /** Bytes; 0 if nobody said. */
  size: number;
  is_voice_note: boolean;
  state: MediaState;
  /** A path of the gateway, where the bytes are kept. */
  url: string | null;
  /** Why it could not be fetched or transcribed. */
  code: string | null;
}

export interface Failure {
  /** The provider's or ours. */
  code: string;
  remedy: Remedy;
}

export interface Reaction {
  emoji: string;
  by: string;
  at: string;
}

export interface WhatsAppMessage {
  _id: string;
  chat_id: string;
  session_id: string | null;
  sender: MessageSender;
  sender_name: string;
  sent_by: Person | null;
  text: string;
  sent_via_unipile: boolean;
  /** Null for plain text. */
  content: MessageContent | null;
  delivery_status: DeliveryStatus;
  failure: Failure | null;
  /** When the channel's pace lets it go; null if it need not wait. */
  queued_until: string | null;
  /** The text is what was said in the recording. */
  is_transcribed: boolean;
  is_late: boolean;
  is_edited: boolean;
  is_deleted: boolean;
  attachments: Attachment[];
  reactions: Reaction[];
  createdAt: string;
}

export interface WhatsAppSession {
  _id: string;
  chat_id: string;
  tenant_id: string;
  status: 'waiting' | 'active' | 'resolved';
  resolved_by: ResolvedBy | null;
  started_at: string;
  resolved_at: string | null;
  grace_deadline: string | null;
  taken_over_by: string | null;
  taken_over_at: string | null;
  message_count: number;
  createdAt: string;
  updatedAt: string;
}

export interface PolicyThen {
  grace_period_seconds: number;
  tenant_is_on: boolean;
  agent_is_usable: boolean;
  channel_is_ok: boolean;
  contact_is_blacklisted: boolean;
}

export interface TimelineEntry {
  at: string;
  /** The id of the row under docs/rules that decided. */
  rule: string;
  cause: string;
  before: Phase;
  after: Phase;
  epoch: number;
  session_id: string | null;
  /** The user's id where a person acted on the dashboard. */
  actor: string | null;
  detail: string | null;
  policy: PolicyThen | null;
}

export interface WhatsAppStats {
  totalChats: number;
  aiChats: number;
  humanChats: number;
  closedChats: number;
  waitingChats: number;
  totalMessages: number;
}

export interface Connection {
  connected: boolean;
  status: ChannelStatus;
  phone: string | null;
  account_id: string | null;
  connected_at: string | null;
  agent_id: string | null;
  grace_period_seconds: number;
  /** IANA name of the zone in which people read times. */
  time_zone: string;
  /** Null: messages are kept for ever. */
  retention_days: number | null;
}

/** One way to WhatsApp that the installation offers, linked or not. */
export interface Channel {
  provider: Provider;
  status: ChannelStatus;
  account_id: string | null;
  phone: string | null;
  linked_at: string | null;
  /** Whether what the business begins by itself is handed to the provider; answers always are. */
  live_send: boolean;
  /** The tenant's own word on it; null: as the installation is set. */
  live_send_setting: boolean | null;
  /** Where the provider can report from outside; null where the installation was told no address of its own. */
  webhook_url: string | null;
  /** Whether the installation has what it takes to reach the provider. */
  is_configured: boolean;
  can: Abilities;
}

export interface Abilities {
  buttons: boolean;
  lists: boolean;
  templates: boolean;
  media: boolean;
  /** How long after the contact's last message free text may be sent; null: for ever. */
  window_seconds: number | null;
  /** A number is linked with an account id and a token instead of a QR code. */
  needs_account: boolean;
}

export interface OutboxItem {
  _id: string;
  chat_id: string;
  contact_name: string;
  text: string;
  content: MessageContent | null;
  status: OutboxStatus;
  code: string | null;
  remedy: Remedy;
  provider: Provider | '';
  at: string;
  /** Not tried before then. */
  not_before: string | null;
}

export interface ConnectAnswer {
  account_id: string;
  /** The text to show as a QR code, or the code's picture as a `data:` address; null if none needs scanning. */
  qrcode: string | null;
  status: ChannelStatus;
}

export type Config = Pick<Connection, 'agent_id' | 'grace_period_seconds' | 'time_zone' | 'retention_days'>;

export interface Agent {
  _id: string;
  name: string;
  elevenlabs_agent_id: string;
  is_active: boolean;
}

export type AgentChoice = Pick<Agent, '_id' | 'name' | 'is_active'>;

export interface User {
  _id: string;
  email: string;
  name: string;
  role: Role;
  is_active: boolean;
  is_platform_admin: boolean;
  /** False while an invitation or a reset waits to be accepted. */
  has_password: boolean;
  createdAt: string;
}

export interface Invited {
  user: User;
  /** The token is shown only now. */
  invitation: { token: string; expires_at: string };
}

export interface SignedInUser {
  _id: string;
  tenant_id: string;
  email: string;
  name: string;
  role: Role;
  is_platform_admin: boolean;
}

export interface TokenPair {
  access_token: string;
  refresh_token: string;
  /** Seconds. */
  expires_in: number;
  user: SignedInUser;
}

export type PresenceState = 'viewing' | 'typing';

export interface PresentPerson {
  _id: string;
  name: string;
  state: PresenceState;
}

export interface Info {
  name: string;
  version: string;
  demo: boolean;
}

export interface DemoContact {
  phone: string;
  name: string;
  chat_id: string | null;
}

export interface DemoMessage {
  _id: string;
  from_me: boolean;
  text: string;
  at: string;
  status: string;
}
