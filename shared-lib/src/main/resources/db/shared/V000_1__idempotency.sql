-- An answer already given is replayed to a caller who repeats a request.
CREATE TABLE idempotency_key (
  caller      uuid        NOT NULL,
  operation   text        NOT NULL,
  key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  body_hash   bytea       NOT NULL,
  status      smallint    NOT NULL CHECK (status BETWEEN 200 AND 299),
  location    text,
  body        bytea,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (caller, operation, key)
);
-- Rows arrive in time order, so a block range index finds the old ones for next to nothing.
CREATE INDEX idempotency_key_age ON idempotency_key USING brin (created_at);
GRANT SELECT, INSERT, DELETE ON idempotency_key TO "${runtime_role}";
