/**
 * Reliable messaging without loss or duplicate effects, on MicroProfile Reactive Messaging.
 *
 * <p>Sending: {@link io.tradewind.messaging.Outbox} writes a message in the transaction that
 * decided it; {@link io.tradewind.messaging.OutboxRelay} sends it and marks what the broker
 * acknowledged. Receiving: an {@link io.tradewind.messaging.IncomingChannel} handles each batch in
 * one transaction; {@link io.tradewind.messaging.OrderedDelivery} retries transient failures,
 * isolates the other failing messages and parks them with their keys. A redelivered message has no
 * effect: each consumer deduplicates by a natural key.
 *
 * <p>Nothing here depends on a broker: {@link io.tradewind.messaging.Source} and {@link
 * io.tradewind.messaging.Sink} are the interfaces that {@code kafka} implements.
 */
package io.tradewind.messaging;
