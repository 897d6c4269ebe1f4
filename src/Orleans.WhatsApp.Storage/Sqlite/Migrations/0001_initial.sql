-- Ids are 16-byte blobs (big-endian GUIDs), times are microseconds since 1970-01-01 UTC, flags are 0 and 1.

create table tenants (
  id blob not null primary key,
  name text not null,
  is_active integer not null,
  agent_id blob,
  grace_period_ms integer not null,
  created_at integer not null
) without rowid;

create table tenant_features (
  tenant_id blob not null,
  feature text not null,
  primary key (tenant_id, feature)
) without rowid;

create table agents (
  tenant_id blob not null,
  id blob not null,
  name text not null,
  external_id text not null,
  is_active integer not null,
  created_at integer not null,
  primary key (tenant_id, id)
) without rowid;

create table blacklist (
  tenant_id blob not null,
  match_key text not null,
  phone text not null,
  created_at integer not null,
  primary key (tenant_id, match_key)
) without rowid;

create table users (
  id blob not null primary key,
  tenant_id blob not null,
  email text not null,
  name text not null,
  role text not null,
  password_hash text not null,
  is_active integer not null,
  created_at integer not null
) without rowid;
create unique index users_email on users (email);
create index users_tenant on users (tenant_id);

create table refresh_families (
  family blob not null primary key,
  ended_at integer
) without rowid;

create table refresh_tokens (
  hash text not null primary key,
  family blob not null,
  user_id blob not null,
  expires_at integer not null,
  used_at integer
) without rowid;
create index refresh_tokens_expiry on refresh_tokens (expires_at);

create table channels (
  tenant_id blob not null,
  id blob not null,
  provider text not null,
  account_id text not null,
  status text not null,
  phone text not null,
  linked_at integer,
  has_migrated integer not null,
  primary key (tenant_id, id)
) without rowid;
-- A provider's account belongs to one tenant; events name only the account.
create unique index channels_account on channels (provider, account_id) where account_id <> '';

create table chat_aliases (
  tenant_id blob not null,
  channel_id blob not null,
  provider_chat_id text not null,
  chat_id blob not null,
  primary key (tenant_id, channel_id, provider_chat_id)
) without rowid;

create table chats (
  tenant_id blob not null,
  id blob not null,
  channel_id blob not null,
  shard integer not null,
  version integer not null,
  epoch integer not null,
  provider_chat_id text not null,
  contact_name text not null,
  contact_phone text not null,
  contact_address text not null,
  phone_key text not null,
  is_closed integer not null,
  session_id blob,
  session_status text,
  session_started_at integer,
  grace_deadline integer,
  buffer_started_at integer,
  buffer_ends_at integer,
  taken_over_by blob,
  taken_over_at integer,
  attention text,
  next_deadline_at integer,
  last_message_at integer,
  last_message_preview text not null,
  message_count integer not null,
  state blob not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (tenant_id, id)
);
create index chats_recent on chats (tenant_id, last_message_at desc, id);
create index chats_session on chats (tenant_id, session_status) where session_id is not null;
create index chats_phone on chats (tenant_id, phone_key) where phone_key <> '';
create index chats_address on chats (tenant_id, channel_id, contact_address) where contact_address <> '';
create index chats_due on chats (shard, next_deadline_at) where next_deadline_at is not null;

create table sessions (
  tenant_id blob not null,
  id blob not null,
  chat_id blob not null,
  number integer not null,
  status text not null,
  resolved_by text,
  started_at integer not null,
  resolved_at integer,
  grace_deadline integer,
  taken_over_by blob,
  taken_over_at integer,
  conversation_id text,
  conversation_created_at integer,
  last_agent_interaction_at integer,
  message_count integer not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (tenant_id, id)
) without rowid;
create index sessions_chat on sessions (tenant_id, chat_id, started_at, number);

create table messages (
  seq integer not null primary key,
  tenant_id blob not null,
  id blob not null,
  channel_id blob not null,
  chat_id blob not null,
  session_id blob,
  sender text not null,
  sender_name text not null,
  text text not null,
  at integer not null,
  status text not null,
  provider_message_id text,
  intent_id blob,
  via_channel integer not null,
  is_late integer not null,
  attachments text not null,
  edited_at integer,
  deleted_at integer,
  delivered_at integer,
  read_at integer,
  stored_at integer not null
);
create unique index messages_id on messages (tenant_id, id);
create unique index messages_provider_id on messages (tenant_id, channel_id, provider_message_id) where provider_message_id is not null;
create index messages_chat on messages (tenant_id, chat_id, at, seq);

-- Reactions stay here; other marks wait here only until their message is stored or gets its provider id.
create table message_marks (
  tenant_id blob not null,
  channel_id blob not null,
  provider_message_id text not null,
  kind text not null,
  actor text not null,
  value text not null,
  at integer not null,
  primary key (tenant_id, channel_id, provider_message_id, kind, actor)
) without rowid;

create table inbox (
  id integer not null primary key autoincrement,
  tenant_id blob not null,
  channel_id blob not null,
  chat_id blob not null,
  shard integer not null,
  kind text not null,
  provider_message_id text not null,
  content_hash text not null,
  format text not null,
  received_at integer not null,
  failures integer not null default 0,
  last_error text,
  set_aside_at integer,
  done_at integer,
  body blob not null
);
create unique index inbox_event on inbox (tenant_id, channel_id, kind, provider_message_id, content_hash);
create index inbox_undone on inbox (tenant_id, chat_id, id) where done_at is null and set_aside_at is null;
create index inbox_undone_shard on inbox (shard, received_at) where done_at is null and set_aside_at is null;
create index inbox_done on inbox (done_at) where done_at is not null;

create table unlinked_events (
  id integer not null primary key autoincrement,
  provider text not null,
  account_id text not null,
  format text not null,
  received_at integer not null,
  body blob not null
);
create index unlinked_events_account on unlinked_events (provider, account_id, id);
create index unlinked_events_age on unlinked_events (received_at);

create table outbox (
  seq integer not null primary key,
  tenant_id blob not null,
  intent_id blob not null,
  channel_id blob not null,
  chat_id blob not null,
  shard integer not null,
  message_id blob not null,
  session_id blob,
  speaker text not null,
  epoch integer not null,
  text text not null,
  status text not null,
  claimed_by text,
  claimed_at integer,
  not_before integer,
  postponements integer not null,
  provider_message_id text,
  code text,
  ready_at integer not null,
  updated_at integer not null
);
create unique index outbox_intent on outbox (tenant_id, intent_id);
create index outbox_open on outbox (tenant_id, chat_id) where status in ('ready', 'claimed', 'unknown', 'accepted_unnamed');
create index outbox_ready on outbox (shard, ready_at) where status = 'ready';
create index outbox_claimed on outbox (shard, claimed_by) where status = 'claimed';

create table timeline (
  seq integer not null primary key,
  tenant_id blob not null,
  chat_id blob not null,
  at integer not null,
  rule text not null,
  cause text not null,
  phase_before text not null,
  phase_after text not null,
  epoch integer not null,
  session_id blob,
  actor text not null,
  detail text not null
);
create index timeline_chat on timeline (tenant_id, chat_id, seq);

-- Counters per tenant. A commit inserts what it changed into chat_count_changes; folding moves that here.
create table chat_counts (
  tenant_id blob not null primary key,
  chats integer not null,
  closed integer not null,
  closed_idle integer not null,
  waiting integer not null,
  held_by_person integer not null,
  held_by_agent integer not null,
  messages integer not null
) without rowid;

create table chat_count_changes (
  seq integer not null primary key,
  tenant_id blob not null,
  chats integer not null,
  closed integer not null,
  closed_idle integer not null,
  waiting integer not null,
  held_by_person integer not null,
  held_by_agent integer not null,
  messages integer not null,
  fold blob
);
create index chat_count_changes_tenant on chat_count_changes (tenant_id);

create table reminders (
  service text not null,
  grain_id text not null,
  name text not null,
  start_at integer not null,
  period_us integer not null,
  etag text not null,
  primary key (service, grain_id, name)
) without rowid;

create table grain_state (
  grain_id text not null,
  state_name text not null,
  etag text not null,
  payload blob not null,
  updated_at integer not null,
  primary key (grain_id, state_name)
);
