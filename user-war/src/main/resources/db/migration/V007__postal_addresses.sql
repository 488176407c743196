-- Where a person wants things sent. Nothing but the account names these rows: they go with the person.
CREATE TABLE postal_address (
  id          uuid PRIMARY KEY,
  account_id  uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  recipient   text NOT NULL,
  line1       text NOT NULL,
  line2       text,
  postal_code text,
  city        text NOT NULL,
  region      text,
  country     text NOT NULL CONSTRAINT postal_address_country_is_alpha_2 CHECK (country ~ '^[A-Z]{2}$'),
  preferred   boolean NOT NULL,
  version     bigint NOT NULL
);
CREATE INDEX postal_address_account ON postal_address (account_id);
CREATE UNIQUE INDEX postal_address_one_preferred ON postal_address (account_id) WHERE preferred;

GRANT SELECT, INSERT, UPDATE, DELETE ON postal_address TO ${runtime_role};
