-- Files that were uploaded and that no message names yet (docs/decisions/019-media.md). The commit of the message that does takes the row away.
create table uploads (
  tenant_id uuid not null,
  chat_id uuid not null,
  -- As the media store and the message name it.
  id uuid not null,
  size bigint not null,
  at timestamptz not null,
  primary key (tenant_id, chat_id, id)
);
create index uploads_age on uploads (at);
