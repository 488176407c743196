package io.tradewind.client;

/** The reason for a request; may be null. */
public record Reason(String reason) {}
