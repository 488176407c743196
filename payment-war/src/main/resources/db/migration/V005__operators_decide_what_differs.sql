-- What an operator has said about a difference; it holds for what both sides showed him.
alter table reconciliation_finding add column decision text check (decision in ('CORRECT', 'LEAVE'));
-- Whether something could be asked of the provider so that both sides agree.
alter table reconciliation_finding add column correctable boolean not null default false;
-- The line of the provider's ledger that cannot be read, when that is what was found.
alter table reconciliation_finding add column line bigint;
