create table tenants (
  id uuid not null primary key,
  name text not null,
  is_active boolean not null,
  agent_id uuid,
  grace_period_ms bigint not null,
  created_at timestamptz not null
);

create table tenant_features (
  tenant_id uuid not null,
  feature text not null,
  primary key (tenant_id, feature)
);

create table agents (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  external_id text not null,
  is_active boolean not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);

create table blacklist (
  tenant_id uuid not null,
  match_key text not null,
  phone text not null,
  created_at timestamptz not null,
  primary key (tenant_id, match_key)
);

create table users (
  id uuid not null primary key,
  tenant_id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  password_hash text not null,
  is_active boolean not null,
  created_at timestamptz not null
);
create unique index users_email on users (email);
create index users_tenant on users (tenant_id);

create table refresh_families (
  family uuid not null primary key,
  ended_at timestamptz
);

create table refresh_tokens (
  hash text not null primary key,
  family uuid not null,
  user_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_expiry on refresh_tokens (expires_at);

create table channels (
  tenant_id uuid not null,
  id uuid not null,
  provider text not null,
  account_id text not null,
  status text not null,
  phone text not null,
  linked_at timestamptz,
  has_migrated boolean not null,
  primary key (tenant_id, id)
);
-- A provider's account belongs to one tenant; events name only the account.
create unique index channels_account on channels (provider, account_id) where account_id <> '';

create table chat_aliases (
  tenant_id uuid not null,
  channel_id uuid not null,
  provider_chat_id text not null,
  chat_id uuid not null,
  primary key (tenant_id, channel_id, provider_chat_id)
);

create table chats (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  shard bigint not null,
  version bigint not null,
  epoch bigint not null,
  provider_chat_id text not null,
  contact_name text not null,
  contact_phone text not null,
  contact_address text not null,
  phone_key text not null,
  is_closed boolean not null,
  session_id uuid,
  session_status text,
  session_started_at timestamptz,
  grace_deadline timestamptz,
  buffer_started_at timestamptz,
  buffer_ends_at timestamptz,
  taken_over_by uuid,
  taken_over_at timestamptz,
  attention text,
  next_deadline_at timestamptz,
  last_message_at timestamptz,
  last_message_preview text not null,
  message_count bigint not null,
  state bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index chats_recent on chats (tenant_id, last_message_at desc nulls last, id);
create index chats_session on chats (tenant_id, session_status) where session_id is not null;
create index chats_phone on chats (tenant_id, phone_key) where phone_key <> '';
create index chats_address on chats (tenant_id, channel_id, contact_address) where contact_address <> '';
create index chats_due on chats (shard, next_deadline_at) where next_deadline_at is not null;

create table sessions (
  tenant_id uuid not null,
  id uuid not null,
  chat_id uuid not null,
  number bigint not null,
  status text not null,
  resolved_by text,
  started_at timestamptz not null,
  resolved_at timestamptz,
  grace_deadline timestamptz,
  taken_over_by uuid,
  taken_over_at timestamptz,
  conversation_id text,
  conversation_created_at timestamptz,
  last_agent_interaction_at timestamptz,
  message_count bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index sessions_chat on sessions (tenant_id, chat_id, started_at, number);

create table messages (
  seq bigint generated always as identity primary key,
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  chat_id uuid not null,
  session_id uuid,
  sender text not null,
  sender_name text not null,
  text text not null,
  at timestamptz not null,
  status text not null,
  provider_message_id text,
  intent_id uuid,
  via_channel boolean not null,
  is_late boolean not null,
  attachments text not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  stored_at timestamptz not null
);
create unique index messages_id on messages (tenant_id, id);
create unique index messages_provider_id on messages (tenant_id, channel_id, provider_message_id) where provider_message_id is not null;
create index messages_chat on messages (tenant_id, chat_id, at, seq);

-- Reactions stay here; other marks wait here only until their message is stored or gets its provider id.
create table message_marks (
  tenant_id uuid not null,
  channel_id uuid not null,
  provider_message_id text not null,
  kind text not null,
  actor text not null,
  value text not null,
  at timestamptz not null,
  primary key (tenant_id, channel_id, provider_message_id, kind, actor)
);

create table inbox (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  channel_id uuid not null,
  chat_id uuid not null,
  shard bigint not null,
  kind text not null,
  provider_message_id text not null,
  content_hash text not null,
  format text not null,
  received_at timestamptz not null,
  failures bigint not null default 0,
  last_error text,
  set_aside_at timestamptz,
  done_at timestamptz,
  body bytea not null
);
create unique index inbox_event on inbox (tenant_id, channel_id, kind, provider_message_id, content_hash);
create index inbox_undone on inbox (tenant_id, chat_id, id) where done_at is null and set_aside_at is null;
create index inbox_undone_shard on inbox (shard, received_at) where done_at is null and set_aside_at is null;
create index inbox_done on inbox (done_at) where done_at is not null;

create table unlinked_events (
  id bigint generated always as identity primary key,
  provider text not null,
  account_id text not null,
  format text not null,
  received_at timestamptz not null,
  body bytea not null
);
create index unlinked_events_account on unlinked_events (provider, account_id, id);
create index unlinked_events_age on unlinked_events (received_at);

create table outbox (
  seq bigint generated always as identity primary key,
  tenant_id uuid not null,
  intent_id uuid not null,
  channel_id uuid not null,
  chat_id uuid not null,
  shard bigint not null,
  message_id uuid not null,
  session_id uuid,
  speaker text not null,
  epoch bigint not null,
  text text not null,
  status text not null,
  claimed_by text,
  claimed_at timestamptz,
  not_before timestamptz,
  postponements bigint not null,
  provider_message_id text,
  code text,
  ready_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index outbox_intent on outbox (tenant_id, intent_id);
create index outbox_open on outbox (tenant_id, chat_id) where status in ('ready', 'claimed', 'unknown', 'accepted_unnamed');
create index outbox_ready on outbox (shard, ready_at) where status = 'ready';
create index outbox_claimed on outbox (shard, claimed_by) where status = 'claimed';

create table timeline (
  seq bigint generated always as identity primary key,
  tenant_id uuid not null,
  chat_id uuid not null,
  at timestamptz not null,
  rule text not null,
  cause text not null,
  phase_before text not null,
  phase_after text not null,
  epoch bigint not null,
  session_id uuid,
  actor text not null,
  detail text not null
);
create index timeline_chat on timeline (tenant_id, chat_id, seq);

-- Counters per tenant. A commit inserts what it changed into chat_count_changes; folding moves that here.
create table chat_counts (
  tenant_id uuid not null primary key,
  chats bigint not null,
  closed bigint not null,
  closed_idle bigint not null,
  waiting bigint not null,
  held_by_person bigint not null,
  held_by_agent bigint not null,
  messages bigint not null
);

create table chat_count_changes (
  seq bigint generated always as identity primary key,
  tenant_id uuid not null,
  chats bigint not null,
  closed bigint not null,
  closed_idle bigint not null,
  waiting bigint not null,
  held_by_person bigint not null,
  held_by_agent bigint not null,
  messages bigint not null,
  fold uuid
);
create index chat_count_changes_tenant on chat_count_changes (tenant_id);

create table reminders (
  service text not null,
  grain_id text not null,
  name text not null,
  start_at timestamptz not null,
  period_us bigint not null,
  etag text not null,
  primary key (service, grain_id, name)
);

create table grain_state (
  grain_id text not null,
  state_name text not null,
  etag text not null,
  payload bytea not null,
  updated_at timestamptz not null,
  primary key (grain_id, state_name)
);
