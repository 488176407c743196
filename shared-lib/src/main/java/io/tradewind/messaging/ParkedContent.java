package io.tradewind.messaging;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A parked message with its content.
 *
 * @param payload its text; null when it is not UTF-8 or missing
 * @param payloadBase64 its bytes when they are not UTF-8, otherwise null
 */
public record ParkedContent(
    ParkedMessage message,
    Map<String, String> headers,
    @Schema(nullable = true) String payload,
    @Schema(nullable = true) String payloadBase64) {}
