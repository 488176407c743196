-- A vacuum leaves indexes alone while less than a fiftieth of a table's pages have rows to sweep up. In the index of
-- the unsent, which is read all the time, a fiftieth of a large day is much: it is swept every time.
do $$
declare
  part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'outbox'::regclass loop
    execute format('alter table %s set (vacuum_index_cleanup = on)', part);
  end loop;
end
$$;

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
    -- Every row is updated once, when it was sent: what that leaves behind is swept up early, from the
    -- indexes as well, so that the index of the unsent stays as short as what is unsent.
    execute format('create table public.%I (like public.outbox including defaults including constraints
        including indexes including storage)
        with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
              vacuum_index_cleanup = on)', part);
    if strays > 0 then
      execute format('with strays as (delete from public.outbox_default where created_on = %L returning *)
          insert into public.%I select * from strays', first_day, part);
    end if;
    execute format('alter table public.outbox attach partition public.%I for values from (%L) to (%L)',
      part, first_day, first_day + 1);
  end loop;
end
$$;
