-- Files that were uploaded and that no message names yet (docs/decisions/019-media.md). The commit of the message that does takes the row away.
create table uploads (
  tenant_id blob not null,
  chat_id blob not null,
  -- As the media store and the message name it.
  id blob not null,
  size integer not null,
  at integer not null,
  primary key (tenant_id, chat_id, id)
) without rowid;
create index uploads_age on uploads (at);
