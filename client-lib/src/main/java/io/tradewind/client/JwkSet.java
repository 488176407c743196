package io.tradewind.client;

import java.util.List;
import java.util.Map;

/** The keys with which access tokens are verified (RFC 7517). */
public record JwkSet(List<Map<String, Object>> keys) {}
