package io.tradewind.users.accounts.boundary;

import io.tradewind.users.accounts.entity.ContactRules;
import io.tradewind.users.credentials.boundary.NewPassword;
import io.tradewind.values.SingleLine;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A request for an account.
 *
 * @param email anything with one {@code @} and a dotted domain, at most 254 characters; its
 *     ownership is verified by mail
 * @param phone E.164, such as {@code +4915112345678}
 */
public record Registration(
    @Schema(examples = "ann@customers.example")
        @NotNull
        @Size(max = 254)
        @Pattern(regexp = ContactRules.EMAIL, message = "is no e-mail address")
        String email,
    @Schema(examples = "+4915112345678")
        @NotNull
        @Pattern(regexp = ContactRules.PHONE, message = "is no E.164 number such as +4915112345678")
        String phone,
    @Schema(examples = "correct horse battery staple")
        @NotNull
        @Size(min = 8, max = 256)
        @NewPassword
        String password,
    @Schema(examples = "Ann Example")
        @NotBlank
        @Size(max = 200)
        @Pattern(regexp = SingleLine.PATTERN, message = "holds control characters")
        String name) {

  @Override
  public String toString() {
    return "Registration[]";
  }
}
