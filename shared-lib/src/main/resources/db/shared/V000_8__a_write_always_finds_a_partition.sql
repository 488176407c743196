-- A day whose partition could not be made in time is written here: no write fails for want of one. Its
-- rows are read, sent and listed like all others.
create table outbox_default (like outbox including defaults including constraints including indexes including storage)
  with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
alter table outbox attach partition outbox_default default;

-- A new partition is made beside the table and attached, which waits for no writer of the table and
-- makes none wait, whatever a backup reads just now. Attaching looks through the default partition and
-- keeps everybody out of it meanwhile, so it is kept empty: a day's few rows move to the partition that
-- is made for it. A day of which more lies there already stays there.
create or replace function outbox_make_partitions(days int) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '200ms' as
$$
declare
  most_to_move constant int := 10000;
  first_day date;
  part text;
  strays int;
begin
  for i in 0 .. least(greatest(days, 1), 60) loop
    first_day := (now() at time zone 'utc')::date + i;
    part := 'outbox_' || to_char(first_day, 'YYYYMMDD');
    continue when to_regclass('public.' || part) is not null;
    -- Two replicas may come at once; the second finds the work done.
    lock table only public.outbox in share update exclusive mode;
    continue when to_regclass('public.' || part) is not null;
    lock table public.outbox_default in access exclusive mode;
    select count(*) into strays
      from (select from public.outbox_default where created_on = first_day limit most_to_move + 1) s;
    continue when strays > most_to_move;
    -- Every row is updated once, when it was sent: what that leaves behind is swept up early, so that
    -- the index of the unsent stays as short as what is unsent.
    execute format('create table public.%I (like public.outbox including defaults including constraints
        including indexes including storage)
        with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000)', part);
    if strays > 0 then
      execute format('with strays as (delete from public.outbox_default where created_on = %L returning *)
          insert into public.%I select * from strays', first_day, part);
    end if;
    execute format('alter table public.outbox attach partition public.%I for values from (%L) to (%L)',
      part, first_day, first_day + 1);
  end loop;
end
$$;

-- Only a day whose every row was sent may go, and nothing goes while a request to send messages once
-- more is under way. The default partition is emptied when all days in it may go. What may go is looked
-- at once more when nobody can write to it any longer.
create function outbox_day_is_over(part name, last_day date) returns boolean
  language plpgsql set search_path = pg_catalog, pg_temp as
$$
declare
  unsent bigint;
  young boolean := false;
begin
  -- Sorted, so that the index of the unsent is read whatever the statistics say.
  execute format('select position from public.%I where sent_at is null order by position limit 1', part) into unsent;
  if part = 'outbox_default' and unsent is null then
    select exists (select from public.outbox_default where created_on > last_day) into young;
  end if;
  return unsent is null and not young
     and not exists (select from public.outbox_republication where done_at is null);
end
$$;

create or replace function outbox_drop_partitions(keep_days int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '200ms' as
$$
declare
  last_day constant date := (now() at time zone 'utc')::date - greatest(keep_days, 1);
  part name;
  dropped int := 0;
begin
  for part in
    select c.relname
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'public.outbox'::regclass
       and (c.relname = 'outbox_default' or right(c.relname, 8) <= to_char(last_day, 'YYYYMMDD'))
     order by c.relname
  loop
    continue when part = 'outbox_default' and not exists (select from public.outbox_default);
    continue when not public.outbox_day_is_over(part, last_day);
    -- The table before its part, as every statement locks them.
    lock table only public.outbox in access exclusive mode;
    execute format('lock table public.%I in access exclusive mode', part);
    continue when not public.outbox_day_is_over(part, last_day);
    if part = 'outbox_default' then
      truncate public.outbox_default;
    else
      execute format('drop table public.%I', part);
    end if;
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;

revoke all on function outbox_day_is_over(name, date) from public;

select outbox_make_partitions(3);
