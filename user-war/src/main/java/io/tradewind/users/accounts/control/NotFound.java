package io.tradewind.users.accounts.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;

/** Problems for resources that do not exist, no longer exist, or have a malformed name. */
public final class NotFound {

  private NotFound() {}

  public static ProblemException account() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such account");
  }
}
