package io.tradewind.orders.boundary;

import io.opentelemetry.context.Context;
import io.tradewind.http.idempotency.Idempotency.Asked;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A customer who waits for an order to be taken.
 *
 * @param asked whose, under which key
 * @param trace what the request is part of
 */
record Placement(
    Asked asked, PlaceOrder wanted, Context trace, CompletableFuture<Response> answer) {

  Placement(Asked asked, PlaceOrder wanted) {
    this(asked, wanted, Context.current(), new CompletableFuture<>());
  }

  Response within(Supplier<Response> work) {
    return trace.wrapSupplier(work).get();
  }

  /** Who and under which key, whatever the body says: two of the same are not taken at once. */
  record Identity(UUID customer, String key) {}

  Identity identity() {
    return new Identity(asked.caller(), asked.key());
  }
}
