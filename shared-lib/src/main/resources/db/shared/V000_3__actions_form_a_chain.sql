-- Each row holds the hash of the one before it and its own: whoever changes, removes or inserts a
-- row, even as the owner, leaves a break that the verification finds. Rows are added one at a time,
-- in the order of their positions.
alter table operator_action add column previous bytea, add column hash bytea;

create function operator_action_hash(a operator_action) returns bytea language sql stable as $$
  select sha256(a.previous || convert_to(
    concat_ws(chr(31), a.position, extract(epoch from a.at)::text, a.who, a.action, a.subject, a.reason,
      coalesce(a.detail, chr(30)), coalesce(a.trace_id, chr(30))), 'UTF8'))
$$;

create function operator_action_chained() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('operator_action'));
  select coalesce(max(a.position), 0) + 1,
         coalesce((array_agg(a.hash order by a.position desc))[1], sha256(''))
    into new.position, new.previous
    from (select * from operator_action order by position desc limit 1) a;
  new.hash := operator_action_hash(new);
  return new;
end $$;

do $$
declare
  one operator_action;
  last bytea := sha256('');
begin
  for one in select * from operator_action order by position loop
    one.previous := last;
    last := operator_action_hash(one);
    update operator_action set previous = one.previous, hash = last where position = one.position;
  end loop;
end $$;

alter table operator_action alter column position drop identity,
  alter column previous set not null, alter column hash set not null;

create trigger operator_action_chained before insert on operator_action
  for each row execute function operator_action_chained();
