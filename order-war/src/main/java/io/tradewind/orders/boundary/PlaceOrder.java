package io.tradewind.orders.boundary;

import io.tradewind.orders.control.WantedLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a customer sends to place an order.
 *
 * @param lines 1 to 100; a SKU may come more than once
 * @param paymentMethod the provider's token for the method, never a card number
 */
record PlaceOrder(
    @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid WantedLine> lines,
    @Schema(examples = "pm_ok") @NotNull String paymentMethod) {}
