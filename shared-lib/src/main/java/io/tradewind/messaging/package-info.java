/**
 * Messages that are neither lost nor doubled, on MicroProfile Reactive Messaging.
 *
 * <p>Out: {@link io.tradewind.messaging.Outbox} writes a message with the transaction that decided
 * it, {@link io.tradewind.messaging.OutboxRelay} sends what was written and marks what the broker
 * acknowledged. In: an {@link io.tradewind.messaging.IncomingChannel} takes whatever is there, one
 * transaction per batch; {@link io.tradewind.messaging.OrderedDelivery} retries what will heal,
 * finds what will not and parks it with its key. A message that comes again does nothing: each
 * consumer has a natural key for what it did.
 *
 * <p>Nothing here knows a broker: {@link io.tradewind.messaging.Source} and {@link
 * io.tradewind.messaging.Sink} are the seam, {@code kafka} is behind it.
 */
package io.tradewind.messaging;
