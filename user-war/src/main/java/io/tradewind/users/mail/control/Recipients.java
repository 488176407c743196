package io.tradewind.users.mail.control;

import java.util.Optional;
import java.util.UUID;

/** Who gets mail: implemented by the accounts, which mail itself does not know. */
public interface Recipients {

  /** The account's present address; empty once it was erased. */
  Optional<String> emailOf(UUID accountId);
}
