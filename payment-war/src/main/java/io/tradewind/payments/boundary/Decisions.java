package io.tradewind.payments.boundary;

import io.tradewind.payments.entity.CorrectionDecision;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An operator's decision on differences.
 *
 * @param payments these, by name; absent for all undecided ones
 * @param decision CORRECT asks the provider for what makes both sides agree; LEAVE keeps the
 *     difference
 * @param atMost how many there may be when none are named; more are refused
 * @param reason 1 to 200 characters
 */
@Schema(name = "DifferenceDecisions")
public record Decisions(
    @Schema(nullable = true) @Size(min = 1, max = 100) List<@NotBlank String> payments,
    @NotNull CorrectionDecision decision,
    @Schema(nullable = true) @Min(1) @Max(1000) Integer atMost,
    @NotBlank @Size(max = 200) String reason) {

  /**
   * @param differences how many were decided
   */
  @Schema(name = "DifferencesDecided")
  public record Decided(int differences) {}
}
