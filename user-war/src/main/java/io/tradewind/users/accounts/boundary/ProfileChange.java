package io.tradewind.users.accounts.boundary;

import io.tradewind.users.accounts.entity.ContactRules;
import io.tradewind.values.SingleLine;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an owner may change without verification; omitted fields stay. */
public record ProfileChange(
    @Schema(examples = "Ann Example")
        @Size(max = 200)
        @Pattern(regexp = "(?s).*\\S.*", message = "is blank")
        @Pattern(regexp = SingleLine.PATTERN, message = "holds control characters")
        String name,
    @Schema(examples = "+4915112345678")
        @Pattern(regexp = ContactRules.PHONE, message = "is no E.164 number such as +4915112345678")
        String phone) {

  @Override
  public String toString() {
    return "ProfileChange[]";
  }
}
