-- Whether the last answer was a refusal: only that may be settled by hand, an unknown outcome is found out.
ALTER TABLE payment_operation ADD COLUMN refused boolean NOT NULL DEFAULT false;
-- Of what was given back, the part that people gave back themselves: the provider need not know of it.
ALTER TABLE payment ADD COLUMN refunded_by_hand bigint NOT NULL DEFAULT 0
  CONSTRAINT payment_by_hand_is_part_of_refunded CHECK (refunded_by_hand BETWEEN 0 AND refunded);
