package io.tradewind.users.accounts.boundary;

import io.tradewind.http.ETags;
import io.tradewind.users.accounts.entity.Account;
import io.tradewind.users.accounts.entity.Role;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An account as its owner and an administrator see it. */
record AccountView(
    UUID id,
    String email,
    @Schema(nullable = true) String phone,
    String name,
    List<String> roles,
    List<String> groups,
    boolean active,
    boolean emailVerified,
    Instant createdAt,
    long version) {

  static AccountView of(Account account) {
    return new AccountView(
        account.id(),
        account.email(),
        account.phoneNumber(),
        account.name(),
        account.roles().stream().map(Role::word).toList(),
        List.copyOf(account.groups()),
        account.active(),
        account.emailVerified(),
        account.createdAt(),
        account.version());
  }

  /** With the ETag that a change must send. */
  static Response answer(Account account) {
    return Response.ok(of(account)).header(HttpHeaders.ETAG, ETags.of(account.version())).build();
  }

  @Override
  public String toString() {
    return "AccountView[" + id + "]";
  }
}
