-- An order as queries read it. Folding its events gives the same row. There is no index on what
-- changes, so that updates stay on their page (HOT), and room on every page for them.
create table orders (
  id             uuid        primary key,
  user_id        uuid        not null,
  status         text        not null check (status in (
    'AUTHORIZING', 'RESERVING', 'CAPTURING', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'REJECTING',
    'CANCELLING', 'RETURNING', 'REJECTED', 'CANCELLED', 'RETURNED')),
  lines          jsonb       not null,
  total_amount   bigint      not null check (total_amount >= 0),
  currency       text        not null check (currency ~ '^[A-Z]{3}$'),
  payment_method text        not null,
  reason         text,
  placed_at      timestamptz not null,
  version        bigint      not null check (version > 0)
) with (fillfactor = 60);

-- A customer's own orders, newest first: ids grow with time.
create index orders_of_user on orders (user_id, id desc);

-- What happened to an order, for ever. No foreign key here or below: these rows are only ever
-- written in the transaction that holds the order's row, and a key check for each would cost more
-- than it could find.
create table order_event (
  order_id uuid        not null,
  seq      bigint      not null check (seq > 0),
  type     text        not null,
  status   text        not null,
  at       timestamptz not null,
  data     jsonb       not null,
  primary key (order_id, seq)
);

-- What a participant was asked to do. An order asks each kind once, so a second charge or
-- reservation for it cannot even be written down.
create table saga_command (
  order_id    uuid        not null,
  kind        text        not null,
  command_id  uuid        not null,
  sent_at     timestamptz not null,
  due_at      timestamptz not null,
  attempts    int         not null check (attempts > 0),
  answered_at timestamptz,
  primary key (order_id, kind)
) with (fillfactor = 70);

-- The unanswered, for the sweep that asks again: as small as what is under way.
create index saga_command_open on saga_command (due_at) where answered_at is null;

-- What a person typed with a cancellation. It is in no event and no message, so that it can be
-- erased.
create table order_note (
  order_id uuid   not null,
  seq      bigint not null,
  note     text   not null check (length(note) between 1 and 200),
  primary key (order_id, seq)
);

-- The local copy of every product's price, fed by product-events.
create table price (
  sku      text   primary key,
  name     text   not null,
  amount   bigint not null check (amount >= 0),
  currency text   not null check (currency ~ '^[A-Z]{3}$'),
  version  bigint not null
);

grant select, insert, update on orders, saga_command, price to "${runtime_role}";
grant select, insert on order_event to "${runtime_role}";
grant select, insert, delete on order_note to "${runtime_role}";
