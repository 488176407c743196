-- A row may wait with others for a part of the broker, which is named here: they are let go
-- together. A held row without a failure waits behind another of its key.
alter table outbox add column held_for text;

-- What a relay reads: its shards' rows that are not held. Partitions that have rows by now are left
-- with the index that they have, because building one would stop their writers; they are gone after
-- some days.
create index outbox_ready on only outbox (shard, position)
  where sent_at is null and held_at is null;

do $$
declare
  part regclass;
  used boolean;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'outbox'::regclass loop
    execute format('select exists (select 1 from %s)', part) into used;
    if not used then
      execute format('create index %I on %s (shard, position) where sent_at is null and held_at is null',
        part || '_ready', part);
      execute format('alter index outbox_ready attach partition %I', part || '_ready');
    end if;
  end loop;
end
$$;
