-- The live feed. A commit leaves what it changed in feed_changes; numbering moves that to feed_events, where each tenant's events are numbered without a gap.
create table feed_changes (
  id integer not null primary key,
  tenant_id blob not null,
  at integer not null,
  kind text not null,
  subject_id blob,
  what text not null,
  mode text not null,
  status text not null,
  epoch integer not null
);
create index feed_changes_tenant on feed_changes (tenant_id, id);
create index feed_changes_age on feed_changes (at);

-- The last number that a tenant's feed has given. Whoever numbers holds this row.
create table feed_heads (
  tenant_id blob not null primary key,
  last integer not null
) without rowid;

create table feed_events (
  tenant_id blob not null,
  number integer not null,
  change_id integer not null,
  at integer not null,
  kind text not null,
  subject_id blob,
  what text not null,
  mode text not null,
  status text not null,
  epoch integer not null,
  primary key (tenant_id, number)
) without rowid;
create index feed_events_age on feed_events (at);

-- Taken once, in place of an access token that a browser's event source cannot send.
create table feed_tickets (
  hash text not null primary key,
  user_id blob not null,
  access_ends_at integer not null,
  expires_at integer not null
) without rowid;
