package io.tradewind.architecture.planted.orders.control;

import org.apache.kafka.clients.producer.Producer;

/** Violates: a service does not bypass the outbox to use the broker directly. */
public class SpeakingToTheBroker {

  Producer<String, String> producer;
}
