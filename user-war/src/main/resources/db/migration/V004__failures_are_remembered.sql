-- Who failed to prove who they are, how often, and until when they are not listened to. In the
-- database, so that a restart or another replica forgives nothing. A subject is a keyed hash: what
-- somebody typed and where from stays unreadable.
CREATE TABLE suspicion (
  subject       text PRIMARY KEY,
  failures      integer NOT NULL CHECK (failures >= 0),
  failed_at     timestamptz NOT NULL,
  refused_until timestamptz NOT NULL
);
CREATE INDEX suspicion_failed_at ON suspicion (failed_at);

-- From where an account has been opened before: its owner is at home there, whatever strangers do.
CREATE TABLE known_place (
  subject    text PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  seen_at    timestamptz NOT NULL
);
CREATE INDEX known_place_account ON known_place (account_id);
CREATE INDEX known_place_seen_at ON known_place (seen_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON suspicion, known_place TO ${runtime_role};
