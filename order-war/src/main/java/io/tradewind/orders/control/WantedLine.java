package io.tradewind.orders.control;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A line of a customer's request; it contains no price.
 *
 * @param quantity 1 to 1000 units
 */
public record WantedLine(
    @Schema(examples = "TEA-001") @NotNull String sku,
    @Schema(required = true) @Min(1) @Max(1000) int quantity) {}
