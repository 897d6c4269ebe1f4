alter table users add column is_platform_admin integer not null default 0;
-- Raised when a user's access tokens become worthless before their time.
alter table users add column token_generation integer not null default 0;

create index refresh_tokens_user on refresh_tokens (user_id);

-- One row. Whoever changes who may do what updates it first: so two admins cannot take each other's role at once.
create table account_gate (
  id integer not null primary key,
  passes integer not null
) without rowid;
insert into account_gate (id, passes) values (1, 0);

-- One-time tokens that let a user set a password, known only by their hash.
create table invitations (
  hash text not null primary key,
  user_id blob not null,
  expires_at integer not null
) without rowid;
create index invitations_user on invitations (user_id);

-- By the hash of an e-mail address, whether or not anybody has it: what is not counted for strangers would tell who is none.
create table sign_in_failures (
  address_hash text not null primary key,
  failures integer not null,
  since integer not null,
  locked_until integer
) without rowid;
create index sign_in_failures_age on sign_in_failures (since);
