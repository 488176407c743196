package io.tradewind.users.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;

/** What is not there, or no longer, or never had a well-formed name. */
final class Missing {

  private Missing() {}

  static ProblemException account() {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no such account");
  }
}
