-- What every service needs to send and receive without losing or doubling a message.

-- Sent with the transaction that decided it. The position is drawn here, after the row lock of the
-- message's key was taken, so that within a key positions grow in the order of the commits.
create table outbox (
  message_id  uuid        not null,
  created_on  date        not null default (now() at time zone 'utc')::date,
  position    bigint      generated always as identity,
  shard       smallint    not null,
  topic       text        not null,
  key         text        not null,
  type        text        not null,
  time        timestamptz not null,
  traceparent text,
  payload     text        not null,
  sent_at     timestamptz,
  held_at     timestamptz,
  failure     text,
  primary key (message_id, created_on)
) partition by range (created_on);

-- The relay reads nothing else: as long as the unsent rows, whatever the table holds.
create index outbox_unsent on outbox (position) where sent_at is null;

-- What the broker refused holds its key; hardly ever more than a few rows.
create index outbox_held on outbox (shard, topic, key) where held_at is not null;

-- Answers already given, by the command that asked: a command that comes again is answered again.
create table inbox (
  command_id  uuid        primary key,
  type        text        not null,
  answer      text        not null,
  handled_at  timestamptz not null default now()
);

create index inbox_age on inbox using brin (handled_at);

-- What could not be handled (it has a cause), and behind it what came later on the same key.
create table parked_message (
  id                  uuid        primary key,
  position            bigint      generated always as identity,
  channel             text        not null,
  message_id          text        not null,
  key                 text,
  type                text,
  headers             text        not null,
  payload             bytea,
  cause               text,
  attempts            int         not null default 0,
  parked_at           timestamptz not null default now(),
  replay_requested_at timestamptz,
  unique (channel, message_id)
);
create index parked_message_in_order on parked_message (channel, key, position);
create index parked_message_to_replay on parked_message (channel, replay_requested_at)
  where replay_requested_at is not null;

-- The runtime role owns nothing and runs no DDL: these two are the owner's, lent to it.
create function outbox_make_partitions(days int) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as
$$
declare
  first_day date;
  part text;
begin
  for i in 0 .. least(greatest(days, 1), 60) loop
    first_day := (now() at time zone 'utc')::date + i;
    part := 'outbox_' || to_char(first_day, 'YYYYMMDD');
    if to_regclass('public.' || part) is null then
      -- Two replicas may come at once; the second finds the work done.
      perform pg_advisory_xact_lock(hashtext('public.' || part));
      -- Every row is updated once, when it was sent: what that leaves behind is swept up early, so that
      -- the index of the unsent stays as short as what is unsent.
      execute format('create table if not exists public.%I partition of public.outbox for values from (%L) to (%L)
          with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000)',
        part, first_day, first_day + 1);
    end if;
  end loop;
end
$$;

-- Only a day whose every row was sent may go.
create function outbox_drop_partitions(keep_days int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as
$$
declare
  part record;
  unsent boolean;
  dropped int := 0;
begin
  for part in
    select c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') as first_day
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'public.outbox'::regclass
  loop
    continue when part.first_day > (now() at time zone 'utc')::date - greatest(keep_days, 1);
    execute format('select exists (select 1 from public.%I where sent_at is null)', part.relname) into unsent;
    if not unsent then
      execute format('drop table public.%I', part.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end
$$;

revoke all on function outbox_make_partitions(int), outbox_drop_partitions(int) from public;
grant execute on function outbox_make_partitions(int), outbox_drop_partitions(int) to ${runtime_role};

-- A service refuses to start on a schema that it does not know.
grant select on flyway_schema_history to ${runtime_role};

grant select, insert, update on outbox to ${runtime_role};
grant usage on sequence outbox_position_seq to ${runtime_role};
grant select, insert, delete on inbox to ${runtime_role};
grant select, insert, update, delete on parked_message to ${runtime_role};

select outbox_make_partitions(3);
