-- What Microsoft Orleans' AdoNet providers keep in PostgreSQL: the cluster's members, reminders and grain states.
-- The tables are this project's own; the providers know none of them. They read OrleansQuery once at start and run what it holds, by key,
-- with the parameters named in it. Names of result columns are theirs, too.

create table orleansquery (
  querykey text not null primary key,
  querytext text not null
);

-- One row a cluster. Every change of the membership names the version that it has seen and makes the next; of two at once, one is refused.
create table orleans_cluster (
  deployment_id text not null primary key,
  version integer not null default 0
);

create table orleans_member (
  deployment_id text not null references orleans_cluster (deployment_id) on delete cascade,
  address text not null,
  port integer not null,
  generation integer not null,
  silo_name text not null,
  host_name text not null,
  status integer not null,
  proxy_port integer not null,
  suspect_times text,
  start_time timestamptz not null,
  i_am_alive_time timestamptz not null,
  primary key (deployment_id, address, port, generation)
);

-- An ETag is never used twice, so that nobody removes a reminder that was registered anew since he read it.
create sequence orleans_reminder_version as integer cycle;

create table orleans_reminder (
  service_id text not null,
  grain_id text not null,
  reminder_name text not null,
  grain_hash integer not null,
  start_time timestamptz not null,
  period_ms bigint not null,
  version integer not null default nextval('orleans_reminder_version'),
  primary key (service_id, grain_id, reminder_name)
);

create index orleans_reminder_by_hash on orleans_reminder (service_id, grain_hash);

-- A cleared state keeps its row without a payload: its version goes on.
create table orleans_state (
  service_id text not null,
  grain_type text not null,
  key_n0 bigint not null,
  key_n1 bigint not null,
  key_text text not null,
  payload bytea,
  version integer not null,
  changed_at timestamptz not null default now(),
  primary key (service_id, grain_type, key_n0, key_n1, key_text)
);

insert into orleansquery (querykey, querytext) values

('InsertMembershipVersionKey', $$
with made as (
  insert into orleans_cluster (deployment_id) values (@DeploymentId) on conflict do nothing returning 1)
select exists (select from made)
$$),

('MembershipReadAllKey', $$
select cluster.version as Version, address as Address, port as Port, generation as Generation, silo_name as SiloName, host_name as HostName,
  status as Status, proxy_port as ProxyPort, suspect_times as SuspectTimes, start_time as StartTime, i_am_alive_time as IAmAliveTime
from orleans_cluster cluster left join orleans_member using (deployment_id)
where deployment_id = @DeploymentId
$$),

('MembershipReadRowKey', $$
select cluster.version as Version, member.address as Address, member.port as Port, member.generation as Generation, silo_name as SiloName,
  host_name as HostName, status as Status, proxy_port as ProxyPort, suspect_times as SuspectTimes, start_time as StartTime,
  i_am_alive_time as IAmAliveTime
from orleans_cluster cluster left join orleans_member member
  on member.deployment_id = cluster.deployment_id and address = @Address and port = @Port and generation = @Generation
where cluster.deployment_id = @DeploymentId
$$),

('InsertMembershipKey', $$
with next as (
  update orleans_cluster set version = version + 1
  where deployment_id = @DeploymentId and version = @Version and not exists (
    select from orleans_member
    where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
  returning 1),
joined as (
  insert into orleans_member (
    deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
  select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from next
  returning 1)
select exists (select from joined)
$$),

('UpdateMembershipKey', $$
with next as (
  update orleans_cluster set version = version + 1
  where deployment_id = @DeploymentId and version = @Version and exists (
    select from orleans_member
    where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
  returning 1),
changed as (
  update orleans_member set status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
  from next
  where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
  returning 1)
select exists (select from changed)
$$),

('UpdateIAmAlivetimeKey', $$
update orleans_member set i_am_alive_time = @IAmAliveTime
where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),

('GatewaysQueryKey', $$
select address as Address, proxy_port as ProxyPort, generation as Generation from orleans_member
where deployment_id = @DeploymentId and status = @Status and proxy_port > 0
$$),

('DeleteMembershipTableEntriesKey', $$
delete from orleans_cluster where deployment_id = @DeploymentId
$$),

-- 6 is Dead.
('CleanupDefunctSiloEntriesKey', $$
delete from orleans_member where deployment_id = @DeploymentId and i_am_alive_time < @IAmAliveTime and status = 6
$$),

('ReadReminderRowsKey', $$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder where service_id = @ServiceId and grain_id = @GrainId
$$),

('ReadReminderRowKey', $$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName
$$),

-- A part of the ring, without its beginning and with its end; Rows2 is for a part that goes past the ring's seam, and for all of it.
('ReadRangeRows1Key', $$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash
$$),

('ReadRangeRows2Key', $$
select grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period_ms as Period, version as Version
from orleans_reminder where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)
$$),

('UpsertReminderRowKey', $$
insert into orleans_reminder (service_id, grain_id, reminder_name, grain_hash, start_time, period_ms)
values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
on conflict (service_id, grain_id, reminder_name) do update
set grain_hash = excluded.grain_hash, start_time = excluded.start_time, period_ms = excluded.period_ms, version = excluded.version
returning version as Version
$$),

('DeleteReminderRowKey', $$
with gone as (
  delete from orleans_reminder
  where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName and version = @Version
  returning 1)
select exists (select from gone)
$$),

('DeleteReminderRowsKey', $$
delete from orleans_reminder where service_id = @ServiceId
$$),

('ReadFromStorageKey', $$
select payload as PayloadBinary, version as Version from orleans_state
where service_id = @ServiceId and grain_type = @GrainTypeString and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1
  and key_text = coalesce(@GrainIdExtensionString, '')
$$),

-- No row means: refused, somebody else has written since this state was read.
('WriteToStorageKey', $$
with changed as (
  update orleans_state set payload = @PayloadBinary, version = version + 1, changed_at = now()
  where service_id = @ServiceId and grain_type = @GrainTypeString and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1
    and key_text = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
  returning version),
added as (
  insert into orleans_state (service_id, grain_type, key_n0, key_n1, key_text, payload, version)
  select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1
  where @GrainStateVersion::integer is null
  on conflict do nothing
  returning version)
select version as NewGrainStateVersion from changed union all select version from added
$$),

('ClearStorageKey', $$
update orleans_state set payload = null, version = version + 1, changed_at = now()
where service_id = @ServiceId and grain_type = @GrainTypeString and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1
  and key_text = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
returning version as NewGrainStateVersion
$$),

('DeleteStorageKey', $$
delete from orleans_state
where service_id = @ServiceId and grain_type = @GrainTypeString and key_n0 = @GrainIdN0 and key_n1 = @GrainIdN1
  and key_text = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
returning version + 1 as NewGrainStateVersion
$$);
