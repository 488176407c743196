package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * An open session.
 *
 * @param refreshedAt when its newest refresh token was issued
 * @param expiresAt when it ends at the latest
 * @param current whether the access token of this request belongs to it
 */
public record Session(
    UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt, boolean current) {}
