-- Lines of the provider's ledger that were read lately: what is entered here and not among them,
-- the provider does not have. They are forgotten when the entries of their time have been compared.
create table provider_line (
  key text        primary key,
  seq bigint      not null,
  at  timestamptz not null
);
create index provider_line_at on provider_line (at);

-- Entries up to here have been compared with the provider's lines; it begins with the first run of
-- a version that remembers lines.
alter table reconciliation_progress add column entered_until timestamptz;

-- Places that reading came to, with the line that was there. A line that is there no more means
-- that the provider's ledger was restored, and is read again from the last place that still fits.
create table reconciliation_mark (
  position  bigint      primary key,
  key       text        not null,
  marked_at timestamptz not null
);
create index reconciliation_mark_at on reconciliation_mark (marked_at);

-- Entries of a few minutes are looked for in a table that only grows: a few pages of index.
create index ledger_entry_at on ledger_entry using brin (at);

grant select, insert, delete on provider_line to "${runtime_role}";
grant select, insert, update, delete on reconciliation_mark to "${runtime_role}";
