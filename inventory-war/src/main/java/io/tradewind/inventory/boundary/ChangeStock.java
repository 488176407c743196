package io.tradewind.inventory.boundary;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * Units that came or went other than by an order.
 *
 * @param delta units, not 0, at most a million in either direction
 * @param reason free text of 1 to 200 characters
 */
public record ChangeStock(
    @NotNull @Min(-1_000_000) @Max(1_000_000) Long delta,
    @NotBlank @Size(max = 200) String reason) {}
