package io.tradewind.users.boundary;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an owner may change without proving anything; a field that is left out stays. */
record ProfileChange(
    @Schema(examples = "Ann Example")
        @Size(max = 200)
        @Pattern(regexp = "(?s).*\\S.*", message = "is blank")
        @Pattern(regexp = Registration.NAME, message = "holds control characters")
        String name,
    @Schema(examples = "+4915112345678")
        @Pattern(regexp = Registration.PHONE, message = "is no E.164 number such as +4915112345678")
        String phone) {

  @Override
  public String toString() {
    return "ProfileChange[]";
  }
}
