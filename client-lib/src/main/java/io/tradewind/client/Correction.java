package io.tradewind.client;

/**
 * The content that a parked message should have had.
 *
 * @param type CloudEvents type, or null to keep it
 * @param payload JSON of that type
 * @param reason 1 to 200 characters
 */
public record Correction(String type, String payload, String reason) {}
