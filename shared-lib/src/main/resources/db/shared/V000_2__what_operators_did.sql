-- What operators changed: who, what, when and why, written with the change itself. Nobody but the
-- owner can alter or remove a row; what a change took away is kept in detail.
create table operator_action (
  position bigint      primary key generated always as identity,
  at       timestamptz not null default now(),
  who      uuid        not null,
  action   text        not null,
  subject  text        not null,
  reason   text        not null check (length(reason) between 1 and 200),
  detail   text,
  trace_id text
);
create index operator_action_of_subject on operator_action (subject, position);

grant select, insert on operator_action to ${runtime_role};
