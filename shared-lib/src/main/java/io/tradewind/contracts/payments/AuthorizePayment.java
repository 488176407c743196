package io.tradewind.contracts.payments;

import java.util.UUID;

/**
 * Authorise the order's total on the customer's payment method.
 *
 * @param amount minor units
 * @param paymentMethod the provider's token for the method, never a card number
 */
public record AuthorizePayment(
    UUID orderId, UUID userId, long amount, String currency, String paymentMethod)
    implements PaymentCommand {}
