package io.tradewind.http.operations;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A change that an operator made.
 *
 * @param position its place in the list of all actions of this service
 * @param who the operator's user id
 * @param subject what was changed, such as {@code parked/<id>} or {@code saga/<order id>}
 * @param reason the operator's own words
 * @param detail what the change removed or added, as JSON, or null
 * @param traceId the trace of the operator's call, or null
 */
public record OperatorAction(
    long position,
    Instant at,
    UUID who,
    String action,
    String subject,
    String reason,
    @Schema(type = SchemaType.OBJECT, nullable = true) @JsonRawValue String detail,
    @Schema(nullable = true) String traceId) {}
