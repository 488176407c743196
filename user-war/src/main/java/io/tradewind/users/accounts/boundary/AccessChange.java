package io.tradewind.users.accounts.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.operations.Reason;
import io.tradewind.users.accounts.entity.Role;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An administrator's change; omitted fields stay. */
record AccessChange(
    @Schema(examples = "[\"customer\", \"staff\"]") @Size(min = 1, max = 4) List<String> roles,
    @Schema(examples = "[\"packers\"]") @Size(max = 10) List<@NotNull String> groups,
    Boolean active,
    @Size(min = 1, max = 200) String reason) {

  Reason auditReason() {
    return reason == null ? Reason.NOT_GIVEN : new Reason(reason);
  }

  /**
   * @throws ProblemException 400 for an unknown role
   */
  Set<Role> grantedRoles() {
    Set<Role> granted = EnumSet.noneOf(Role.class);
    for (String word : roles) {
      granted.add(
          Role.of(word)
              .orElseThrow(
                  () ->
                      new ProblemException(
                              ProblemType.INVALID_REQUEST,
                              "roles are customer, staff, operator and admin")
                          .with("field", "roles")));
    }
    return granted;
  }
}
