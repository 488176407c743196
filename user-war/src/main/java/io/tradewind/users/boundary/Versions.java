package io.tradewind.users.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.users.entity.Account;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;

/** An account's version is its entity tag; a change names the version that it was decided on. */
final class Versions {

  private Versions() {}

  static Response tagged(Account account) {
    return Response.ok(AccountView.of(account))
        .tag(new EntityTag(Long.toString(account.version())))
        .build();
  }

  /** Form: comes before the account is looked for. */
  static void demand(String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ProblemException(
          ProblemType.VERSION_REQUIRED, "send If-Match with the ETag of what you read");
    }
  }

  static void check(Account account, String ifMatch) {
    if (!ifMatch.strip().equals("*") && !names(ifMatch, account.version())) {
      throw new ProblemException(
          ProblemType.STALE_VERSION, "the account has changed; read it again");
    }
  }

  private static boolean names(String ifMatch, long version) {
    String tag = '"' + Long.toString(version) + '"';
    for (String named : ifMatch.split(",")) {
      if (named.strip().equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
