package io.tradewind.client;

import java.util.Map;

/**
 * A parked message with its content.
 *
 * @param payload its text; null when it is not UTF-8 or missing
 * @param payloadBase64 its bytes when they are not UTF-8, otherwise null
 */
public record ParkedContent(
    ParkedMessage message, Map<String, String> headers, String payload, String payloadBase64) {}
