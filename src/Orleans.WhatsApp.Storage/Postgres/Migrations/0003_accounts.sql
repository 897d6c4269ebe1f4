alter table users add column is_platform_admin boolean not null default false;
-- Raised when a user's access tokens become worthless before their time.
alter table users add column token_generation bigint not null default 0;

create index refresh_tokens_user on refresh_tokens (user_id);

-- One row. Whoever changes who may do what updates it first: so two admins cannot take each other's role at once.
create table account_gate (
  id bigint not null primary key,
  passes bigint not null
);
insert into account_gate (id, passes) values (1, 0);

-- One-time tokens that let a user set a password, known only by their hash.
create table invitations (
  hash text not null primary key,
  user_id uuid not null,
  expires_at timestamptz not null
);
create index invitations_user on invitations (user_id);

-- By the hash of an e-mail address, whether or not anybody has it: what is not counted for strangers would tell who is none.
create table sign_in_failures (
  address_hash text not null primary key,
  failures bigint not null,
  since timestamptz not null,
  locked_until timestamptz
);
create index sign_in_failures_age on sign_in_failures (since);
