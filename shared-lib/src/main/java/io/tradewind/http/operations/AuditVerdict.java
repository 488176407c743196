package io.tradewind.http.operations;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the verification of the list of actions found.
 *
 * @param intact whether nobody changed, removed or inserted a row
 * @param actions how many were looked at
 * @param firstBroken the position of the first row that does not follow from the one before; or
 *     null
 */
public record AuditVerdict(
    boolean intact, long actions, @Schema(nullable = true) Long firstBroken) {}
