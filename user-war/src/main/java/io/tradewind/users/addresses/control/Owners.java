package io.tradewind.users.addresses.control;

import java.util.UUID;

/**
 * Whose addresses these are: implemented by the accounts, which addresses themselves do not know.
 */
public interface Owners {

  /**
   * Locks the owner until the transaction ends, which serialises additions with each other and with
   * the erasure of the account.
   *
   * @throws io.tradewind.http.ProblemException 404 when there is no such account any more
   */
  void lock(UUID accountId);
}
