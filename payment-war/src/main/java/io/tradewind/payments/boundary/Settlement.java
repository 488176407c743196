package io.tradewind.payments.boundary;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An operator's statement that people have settled what the provider refuses.
 *
 * @param elsewhere true when the provider's books will never show it, such as a bank transfer; else
 *     absent
 * @param reason 1 to 200 characters
 */
@Schema(name = "PaymentSettlement")
public record Settlement(Boolean elsewhere, @NotBlank @Size(max = 200) String reason) {

  boolean wasElsewhere() {
    return Boolean.TRUE.equals(elsewhere);
  }
}
