-- What waits to be mailed is due at a time, and due again later when it could not be sent. A change
-- of address is proved at the new one, which is kept here until it is.
ALTER TABLE mailed_token
  ADD COLUMN address  text,
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN due_at   timestamptz NOT NULL DEFAULT now(),
  DROP CONSTRAINT mailed_token_purpose_check,
  ADD CONSTRAINT mailed_token_purpose_check
    CHECK (purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL')),
  ADD CONSTRAINT mailed_token_address_of_a_change CHECK ((purpose = 'CHANGE_EMAIL') >= (address IS NOT NULL));

DROP INDEX mailed_token_unsent;
CREATE INDEX mailed_token_due ON mailed_token (due_at) WHERE sent_at IS NULL AND token_sealed IS NOT NULL;
