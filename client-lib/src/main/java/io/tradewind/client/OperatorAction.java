package io.tradewind.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A change that an operator made.
 *
 * @param who the operator's user id
 * @param subject what was changed, such as {@code parked/<id>} or {@code saga/<order id>}
 * @param detail what the change removed or added; may be null
 * @param traceId the trace of the operator's call, or null
 */
public record OperatorAction(
    long position,
    Instant at,
    UUID who,
    String action,
    String subject,
    String reason,
    JsonNode detail,
    String traceId) {}
