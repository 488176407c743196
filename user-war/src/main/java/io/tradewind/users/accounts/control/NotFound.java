package io.tradewind.users.accounts.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;

/** What is not there, or no longer, or never had a well-formed name. */
public final class NotFound {

  private NotFound() {}

  public static ProblemException account() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such account");
  }
}
