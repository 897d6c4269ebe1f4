-- Who did what. A row is there before the action is done; what became of it follows. Rows without a tenant are of what is done above the tenants.
create table audit (
  seq integer not null primary key,
  id blob not null,
  tenant_id blob,
  at integer not null,
  actor_id blob,
  actor_name text not null,
  actor_email text not null,
  by_platform integer not null,
  action text not null,
  area text not null,
  subject_kind text not null,
  subject_id blob,
  detail text not null,
  address text not null,
  outcome text not null,
  finished_at integer
);
create unique index audit_id on audit (id);
create index audit_recent on audit (tenant_id, at, seq);
create index audit_actor on audit (tenant_id, actor_id, at, seq) where actor_id is not null;
create index audit_action on audit (tenant_id, action, at, seq);
create index audit_area on audit (tenant_id, area, at, seq);
create index audit_subject on audit (tenant_id, subject_id, at, seq) where subject_id is not null;
create index audit_platform on audit (at, seq) where by_platform;
create index audit_age on audit (at);
