package io.tradewind.http.operations;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Why an operator changes something; required for every change.
 *
 * @param reason 1 to 200 characters
 */
public record Reason(@NotBlank @Size(max = 200) String reason) {

  /** For calls that do not require one. */
  public static final Reason NOT_GIVEN = new Reason("no reason was given");
}
