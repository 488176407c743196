package io.tradewind.users.boundary;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who wants an account.
 *
 * @param email anything with one {@code @} and a dotted domain, at most 254 characters; whether it
 *     is theirs is proved by mail
 * @param phone E.164, such as {@code +4915112345678}
 */
record Registration(
    @Schema(examples = "ann@customers.example")
        @NotNull
        @Size(max = 254)
        @Pattern(regexp = EMAIL, message = "is no e-mail address")
        String email,
    @Schema(examples = "+4915112345678")
        @NotNull
        @Pattern(regexp = PHONE, message = "is no E.164 number such as +4915112345678")
        String phone,
    @Schema(examples = "correct horse battery staple")
        @NotNull
        @Size(min = 8, max = 256)
        @NewPassword
        String password,
    @Schema(examples = "Ann Example")
        @NotBlank
        @Size(max = 200)
        @Pattern(regexp = NAME, message = "holds control characters")
        String name) {

  /** Possessive, so that a quarter of a megabyte of dots costs no stack. */
  static final String EMAIL =
      "[^\\s@\\p{Cntrl}]{1,64}@[^\\s@.\\p{Cntrl}]+(?:\\.[^\\s@.\\p{Cntrl}]+)++";

  static final String PHONE = "\\+[1-9][0-9]{6,14}";
  static final String NAME = "[^\\p{Cntrl}]*";

  @Override
  public String toString() {
    return "Registration[]";
  }
}
