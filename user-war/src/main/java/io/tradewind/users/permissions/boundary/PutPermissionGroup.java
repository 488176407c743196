package io.tradewind.users.permissions.boundary;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.identity.Permissions;
import io.tradewind.http.operations.Reason;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All permissions of a group, and the reason. */
record PutPermissionGroup(
    @Schema(examples = "[\"orders.fulfil\", \"orders.of-everybody\"]") @NotNull @Size(max = 40)
        List<@NotNull String> permissions,
    @NotBlank @Size(max = 200) String reason) {

  Reason auditReason() {
    return new Reason(reason);
  }

  /**
   * @throws ProblemException 400 for an unknown permission, and for the one that no group may grant
   */
  SortedSet<String> given() {
    SortedSet<String> given = new TreeSet<>(permissions);
    given.stream()
        .filter(word -> !Permissions.ofGroups().contains(word))
        .findFirst()
        .ifPresent(
            word -> {
              throw new ProblemException(
                      ProblemType.INVALID_REQUEST,
                      word.equals(Permissions.CHANGE_ACCOUNTS)
                          ? word + " is for admins alone: it gives everything"
                          : "one of the permissions is unknown")
                  .with("field", "permissions");
            });
    return given;
  }
}
