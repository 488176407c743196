package io.tradewind.users.accounts.boundary;

import io.tradewind.users.addresses.boundary.PostalAddressView;
import io.tradewind.users.sessions.control.Sessions.Open;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Everything that user-war stores about a person, and where the other services export their data.
 *
 * @param elsewhere paths that accept the same token and return what is stored there, page by page;
 *     one with a variable is called for each order
 */
@Schema(name = "PersonalDataExport")
record Export(
    Instant exportedAt,
    AccountView account,
    List<PostalAddressView> addresses,
    List<Open> sessions,
    List<String> elsewhere) {

  static final List<String> ELSEWHERE =
      List.of("/api/orders", "/api/payments/{orderId}", "/api/notifications");

  @Override
  public String toString() {
    return "Export[" + account.id() + "]";
  }
}
