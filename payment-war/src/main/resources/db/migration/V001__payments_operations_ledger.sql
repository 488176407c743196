-- The money of one order. Its row lock stands for everything below it.
create table payment (
  order_id   uuid        primary key,
  user_id    uuid,
  status     text        not null
             check (status in ('REQUESTED', 'AUTHORIZED', 'DECLINED', 'CAPTURED', 'VOIDED', 'REFUNDED')),
  currency   char(3)     not null,
  authorised bigint      not null default 0 check (authorised >= 0),
  captured   bigint      not null default 0 check (captured between 0 and authorised),
  refunded   bigint      not null default 0 check (refunded between 0 and captured),
  reason     text,
  operations int         not null check (operations >= 0),
  entries    int         not null check (entries >= 0),
  due_at     timestamptz,
  version    bigint      not null,
  check (status <> 'AUTHORIZED' or (authorised > 0 and captured = 0)),
  check (status <> 'CAPTURED' or captured > refunded),
  check (status <> 'REFUNDED' or captured = refunded),
  check (status not in ('REQUESTED', 'DECLINED', 'VOIDED') or captured = 0)
);

-- The workers look for nothing else: as long as the work that is open, whatever the table holds.
create index payment_due on payment (due_at) where due_at is not null;

-- One row a command, with the answer that is given again when the command comes again.
create table payment_operation (
  command_id     uuid        primary key,
  order_id       uuid        not null references payment,
  number         int         not null check (number > 0),
  kind           text        not null check (kind in ('AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND')),
  amount         bigint      not null check (amount >= 0),
  currency       char(3),
  payment_method text,
  traceparent    text,
  requested_at   timestamptz not null,
  attempts       int         not null default 0,
  failure        text,
  attention      boolean     not null default false,
  outcome        text
                 check (outcome in ('AUTHORIZED', 'DECLINED', 'CAPTURED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED')),
  moved          bigint      check (moved >= 0),
  reason         text,
  answered_at    timestamptz,
  unique (order_id, number),
  check ((outcome is null) = (answered_at is null)),
  check ((outcome is null) = (moved is null))
);

create index payment_operation_open on payment_operation (order_id, number) where outcome is null;
create index payment_operation_unknown on payment_operation (requested_at, command_id)
  where outcome is null and failure is not null;

-- What happened to the money. The runtime role may add to it and read it, and nothing else.
create table ledger_entry (
  order_id     uuid        not null references payment,
  seq          int         not null check (seq > 0),
  type         text        not null
               check (type in ('AUTHORIZED', 'DECLINED', 'CAPTURED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED')),
  amount       bigint      not null check (amount >= 0),
  currency     char(3)     not null,
  command_id   uuid        not null references payment_operation,
  provider_key text,
  reason       text,
  at           timestamptz not null,
  primary key (order_id, seq)
);

-- One authorisation, one capture and one void an order: the database has the last word.
create unique index ledger_entry_once on ledger_entry (order_id, type)
  where type in ('AUTHORIZED', 'CAPTURED', 'VOIDED');

grant select, insert, update on payment, payment_operation to "${runtime_role}";
grant select, insert on ledger_entry to "${runtime_role}";
