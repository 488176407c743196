package io.tradewind.client;

/** Why somebody asks; may be null. */
public record Reason(String reason) {}
