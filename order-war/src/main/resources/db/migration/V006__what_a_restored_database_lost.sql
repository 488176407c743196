-- Events that this service has told and that its database does not know: it was restored to an
-- earlier time. While one of a placed order is open no new order is taken, since its customer may be
-- about to send it once more.
create table lost_event (
  order_id     uuid        not null,
  type         text        not null,
  status       text        not null,
  at           timestamptz not null,
  event        text        not null,
  request_hash text,
  found_at     timestamptz not null default now(),
  settled_at   timestamptz,
  verdict      text check (verdict in ('REBUILT', 'CAUGHT_UP', 'WRITTEN_OFF')),
  primary key (order_id, type),
  check ((settled_at is null) = (verdict is null))
);
create index lost_event_open on lost_event (order_id) where settled_at is null;
create index lost_event_request on lost_event (request_hash) where request_hash is not null;

grant select, insert, update on lost_event to "${runtime_role}";
