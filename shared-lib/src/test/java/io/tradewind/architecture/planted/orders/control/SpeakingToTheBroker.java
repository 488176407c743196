package io.tradewind.architecture.planted.orders.control;

import org.apache.kafka.clients.producer.Producer;

/** Planted: a service that goes round the outbox to the broker itself. */
public class SpeakingToTheBroker {

  Producer<String, String> producer;
}
