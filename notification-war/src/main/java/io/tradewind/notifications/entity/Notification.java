package io.tradewind.notifications.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * What a user was told.
 *
 * @param id of the event that is told
 * @param seq counts from 1 for each user, without holes, in the order of commits
 * @param data a JSON object of ids, amounts and stable words
 */
public record Notification(
    UUID id, UUID userId, long seq, String type, String data, Instant at, boolean read) {}
