-- Whoever holds a ticket opens one stream with it, at any replica: the row is deleted by the one
-- that takes it. A hash, so that a copy of this table opens nothing.
CREATE TABLE ticket (
  ticket_hash text PRIMARY KEY,
  user_id     uuid NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX ticket_expires ON ticket (expires_at);

GRANT SELECT, INSERT, DELETE ON ticket TO ${runtime_role};
