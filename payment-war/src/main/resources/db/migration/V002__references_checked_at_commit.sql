-- A payment, its operation and a ledger entry may be written in one transaction, in whatever order
-- the persistence provider sorts them.
alter table payment_operation
  alter constraint payment_operation_order_id_fkey deferrable initially deferred;
alter table ledger_entry
  alter constraint ledger_entry_order_id_fkey deferrable initially deferred;
alter table ledger_entry
  alter constraint ledger_entry_command_id_fkey deferrable initially deferred;
