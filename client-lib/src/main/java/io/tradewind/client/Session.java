package io.tradewind.client;

import java.time.Instant;
import java.util.UUID;

/**
 * A sign-in that goes on.
 *
 * @param refreshedAt when its newest refresh token was given
 * @param expiresAt when it ends at the latest
 * @param current whether the access token of this very request came from it
 */
public record Session(
    UUID id, Instant createdAt, Instant refreshedAt, Instant expiresAt, boolean current) {}
