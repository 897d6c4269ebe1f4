/** The gateway's JSON, as it comes (`/openapi/v1.json`). Times are ISO 8601 in UTC. */

export type ChatMode = 'ai' | 'human' | 'closed';
export type MessageSender = 'contact' | 'ai' | 'human';
export type SessionStatus = 'idle' | 'waiting' | 'resolved';
export type ResolvedBy = 'human' | 'ai_timeout' | 'manual' | 'timeout';
export type DeliveryStatus = 'received' | 'queued' | 'accepted' | 'delivered' | 'read' | 'failed' | 'unknown' | 'withdrawn';
export type Role = 'admin' | 'manager' | 'member';
export type Attention = 'no_agent' | 'agent_silent' | 'send_failed' | 'send_unclear' | 'late_message' | 'unanswered' | 'event_set_aside';
export type Phase = 'idle' | 'closed' | 'grace' | 'agent_listening' | 'agent_asked' | 'person';
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
  createdAt: string;
  updatedAt: string;
}

export interface TakenOverChat extends WhatsAppChat {
  /** A message of the AI was already with the provider and may still arrive. */
  in_flight: boolean;
}

export interface Attachment {
  id: string;
  kind: string;
  mime_type: string;
  file_name: string;
  size: number;
  is_voice_note: boolean;
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
  delivery_status: DeliveryStatus;
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

export interface ConnectAnswer {
  account_id: string;
  /** The text to show as a QR code; null if none needs scanning. */
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
