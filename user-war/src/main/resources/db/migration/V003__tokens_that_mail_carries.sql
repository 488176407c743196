-- A token that reaches its owner by mail. The hash is what is compared; the sealed form is there
-- for whoever sends the mail and is emptied once it is sent.
CREATE TABLE mailed_token (
  id           uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  purpose      text NOT NULL CHECK (purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD')),
  token_hash   text NOT NULL UNIQUE,
  token_sealed bytea,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  sent_at      timestamptz,
  used_at      timestamptz
);
CREATE INDEX mailed_token_account ON mailed_token (account_id);
CREATE INDEX mailed_token_unsent ON mailed_token (created_at) WHERE sent_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON mailed_token TO ${runtime_role};
