package io.tradewind.client;

/**
 * What a parked message should have been.
 *
 * @param type CloudEvents type, or null to keep it
 * @param payload JSON of that type
 * @param reason 1 to 200 characters
 */
public record Correction(String type, String payload, String reason) {}
