package io.tradewind.inventory.boundary;

import io.tradewind.values.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A product as sent by staff.
 *
 * @param name 1 to 200 characters
 * @param price of one unit, more than zero
 */
public record PutProduct(
    @Schema(examples = "Darjeeling, 100 g") @NotBlank @Size(max = 200) String name,
    @NotNull Money price) {}
