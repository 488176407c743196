package io.tradewind.orders.control;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What a customer asks for; the price is not theirs to say.
 *
 * @param quantity 1 to 1000 units
 */
public record WantedLine(@NotNull String sku, @Min(1) @Max(1000) int quantity) {}
