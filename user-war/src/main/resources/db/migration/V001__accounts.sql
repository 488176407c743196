CREATE TABLE account (
  id                uuid PRIMARY KEY,
  email             text,
  email_key         text,
  phone_number      text,
  name              text,
  password_hash     text,
  active            boolean NOT NULL,
  email_verified_at timestamptz,
  created_at        timestamptz NOT NULL,
  changed_at        timestamptz NOT NULL,
  erased_at         timestamptz,
  version           bigint NOT NULL,
  CONSTRAINT account_email_taken UNIQUE (email_key),
  CONSTRAINT account_phone_taken UNIQUE (phone_number),
  CONSTRAINT account_phone_is_e164 CHECK (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  -- An erased account keeps its id, because orders name it, and nothing that names a person.
  CONSTRAINT account_erased_or_named CHECK (
    CASE WHEN erased_at IS NULL
      THEN email IS NOT NULL AND email_key IS NOT NULL AND name IS NOT NULL AND password_hash IS NOT NULL
      ELSE num_nonnulls(email, email_key, phone_number, name, password_hash) = 0 AND NOT active
    END)
);

CREATE TABLE account_role (
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  role       text NOT NULL CHECK (role IN ('CUSTOMER', 'STAFF', 'OPERATOR', 'ADMIN')),
  PRIMARY KEY (account_id, role)
);

-- Foreign keys between rows of one transaction are checked at its end: the order in which they are
-- written is the persistence provider's choice.

-- One sign-in. Its refresh tokens are one family: when one of them is used twice, all of them end.
CREATE TABLE session (
  id             uuid PRIMARY KEY,
  account_id     uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  revoked_at     timestamptz,
  revoked_reason text,
  version        bigint NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE refresh_token (
  token_hash text PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES session (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON account, account_role, session, refresh_token TO ${runtime_role};
