-- held_at: when the order's answers were last seen parked here. Its participant may have answered, so
-- patience with it begins anew from then. failure, failures: why the order could not be looked at,
-- and how often in a row; it is put off and shown to operators.
alter table saga_command
  add column held_at  timestamptz,
  add column failure  text,
  add column failures int not null default 0;

-- The settled orders by their status. An index on orders.status, a partial one too, would end the
-- updates that stay on their page: four of them an order.
create table order_at_rest (
  status        text        not null,
  order_id      uuid        not null,
  since         timestamptz not null default now(),
  commands_kept boolean     not null default true,
  primary key (status, order_id)
);

-- What finished sagas have asked and is still kept, oldest first.
create index order_at_rest_kept on order_at_rest (since)
  where commands_kept and status in ('REJECTED', 'CANCELLED', 'RETURNED');

-- A trigger, because the version before this one moves orders as well while both run.
create function order_comes_to_rest() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from order_at_rest where status = old.status and order_id = old.id;
  end if;
  if new.status in ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED') then
    insert into order_at_rest (status, order_id) values (new.status, new.id) on conflict do nothing;
  end if;
  return null;
end $$;

create trigger order_begins_at_rest after insert on orders for each row
  when (new.status in ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED'))
  execute function order_comes_to_rest();

create trigger order_moves after update of status on orders for each row
  when (old.status <> new.status
    and (old.status in ('CONFIRMED', 'SHIPPED', 'DELIVERED')
      or new.status in ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED')))
  execute function order_comes_to_rest();

grant select, insert, update, delete on order_at_rest to "${runtime_role}";
