package io.tradewind.orders.boundary;

import io.opentelemetry.context.Context;
import io.tradewind.http.idempotency.Idempotency.Asked;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A request to place an order that waits in the queue.
 *
 * @param asked the caller and the idempotency key
 * @param trace the trace of the request
 */
record Placement(
    Asked asked, PlaceOrder wanted, Context trace, CompletableFuture<Response> answer) {

  Placement(Asked asked, PlaceOrder wanted) {
    this(asked, wanted, Context.current(), new CompletableFuture<>());
  }

  Response within(Supplier<Response> work) {
    return trace.wrapSupplier(work).get();
  }

  /**
   * Caller and key, whatever the body: two requests with the same are not placed in one
   * transaction.
   */
  record Identity(UUID customer, String key) {}

  Identity identity() {
    return new Identity(asked.caller(), asked.key());
  }
}
