-- How far the provider's ledger has been read. One row.
create table reconciliation_progress (
  only_row boolean     primary key default true check (only_row),
  position bigint      not null default 0,
  run_at   timestamptz
);
insert into reconciliation_progress default values;

-- Where the provider's ledger and ours differ, and what was done about it. Written before the
-- provider is asked, so that whoever goes on after a crash asks under the same key.
create table reconciliation_finding (
  payment      text        primary key,
  status       text        not null check (status in ('WAITING', 'CORRECTING', 'CORRECTED', 'IMPOSSIBLE')),
  action       text        check (action in ('VOID', 'REFUND')),
  amount       bigint      check (amount >= 0),
  currency     text,
  provider_key text,
  ours         text        not null,
  theirs       text        not null,
  detail       text,
  attempts     int         not null default 0,
  found_at     timestamptz not null,
  looked_at    timestamptz not null,
  check ((action is null) = (provider_key is null)),
  check (status not in ('CORRECTING', 'CORRECTED') or action is not null)
);
create index reconciliation_finding_open on reconciliation_finding (looked_at)
  where status <> 'CORRECTED';

grant select, update on reconciliation_progress to "${runtime_role}";
grant select, insert, update, delete on reconciliation_finding to "${runtime_role}";
