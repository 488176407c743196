-- Several keys are valid at once: a key is published before it signs and stays published until the
-- last token that it signed has ended. The private part is sealed with AES-GCM.
CREATE TABLE signing_key (
  kid            text PRIMARY KEY,
  public_key     text NOT NULL,
  sealed_private bytea NOT NULL,
  created_at     timestamptz NOT NULL,
  signs_from     timestamptz NOT NULL,
  signs_until    timestamptz NOT NULL,
  valid_until    timestamptz NOT NULL,
  CHECK (signs_from < signs_until AND signs_until < valid_until)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON signing_key TO ${runtime_role};
