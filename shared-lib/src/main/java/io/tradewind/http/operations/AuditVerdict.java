package io.tradewind.http.operations;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of verifying the audit trail.
 *
 * @param intact whether nobody changed, removed or inserted a row
 * @param actions how many rows were checked
 * @param firstBroken the position of the first row whose hash does not follow from the one before;
 *     or null
 */
public record AuditVerdict(
    boolean intact, long actions, @Schema(nullable = true) Long firstBroken) {}
