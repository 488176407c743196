package io.tradewind.architecture.planted.orders.boundary;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** Violates: messages are sent only through the outbox. */
class Sending {

  Emitter<String> emitter;

  @Outgoing("order-events")
  String send() {
    return "";
  }
}
