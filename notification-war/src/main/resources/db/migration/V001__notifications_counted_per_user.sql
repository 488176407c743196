-- A sequence of the database leaves holes and does not follow the order of commits. This row is
-- locked from the number's drawing to the commit, so a number seen means that all below it are.
CREATE TABLE notification_counter (
  user_id  uuid PRIMARY KEY,
  last_seq bigint NOT NULL CHECK (last_seq >= 0)
) WITH (fillfactor = 70);

-- The id is the id of the event that is told: an event that comes twice is stored once.
CREATE TABLE notification (
  id      uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  seq     bigint NOT NULL CHECK (seq > 0),
  type    text NOT NULL,
  data    jsonb NOT NULL,
  at      timestamptz NOT NULL,
  read_at timestamptz,
  UNIQUE (user_id, seq)
);

GRANT SELECT, INSERT, UPDATE ON notification_counter, notification TO ${runtime_role};
