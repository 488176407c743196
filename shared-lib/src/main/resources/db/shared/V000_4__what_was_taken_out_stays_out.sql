-- Parked messages keep every byte of what text cannot say, and one that was taken out is remembered.

-- Null where the columns key and headers say it exactly.
alter table parked_message
  add column key_bytes    bytea,
  add column header_bytes text;

-- Operators look for causes, not through everything that waits behind them.
create index parked_message_culprit on parked_message (channel, position) where cause is not null;
-- Thousands may be asked for at one instant; a turn takes the first of them.
create index parked_message_requested on parked_message (channel, replay_requested_at, position)
  where replay_requested_at is not null;
create index parked_message_listed on parked_message (position);

-- Discarded or replaced by a correction: a topic that is read again, or a message that is sent again, does
-- not bring it back. The digest tells it from another message with the same id.
create table removed_message (
  channel    text        not null,
  message_id text        not null,
  digest     bytea       not null,
  removed_at timestamptz not null default now(),
  primary key (channel, message_id, digest)
);
create index removed_message_age on removed_message (removed_at);

grant select, insert, update, delete on removed_message to ${runtime_role};
