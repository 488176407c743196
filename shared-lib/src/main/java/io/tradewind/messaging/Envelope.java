package io.tradewind.messaging;

import io.tradewind.contracts.Message;
import java.time.Instant;
import java.util.UUID;

/**
 * One received message: the CloudEvents 1.0 attributes from the record's headers, and the data.
 *
 * @param id {@code ce_id}; a command's id is its command id
 * @param type {@code ce_type}, such as {@code StockReserved.v1}
 * @param source {@code ce_source}, the service that sent it
 * @param key the record's key, also {@code ce_subject}
 * @param time {@code ce_time}, when the sender's transaction wrote it
 * @param traceparent W3C trace context of the sender, or null
 */
public record Envelope<T extends Message>(
    UUID id, String type, String source, String key, Instant time, String traceparent, T data) {}
