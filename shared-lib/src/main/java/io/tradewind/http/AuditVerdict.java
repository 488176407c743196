package io.tradewind.http;

/**
 * What the verification of the list of actions found.
 *
 * @param intact whether nobody changed, removed or inserted a row
 * @param actions how many were looked at
 * @param firstBroken the position of the first row that does not follow from the one before; or
 *     null
 */
public record AuditVerdict(boolean intact, long actions, Long firstBroken) {}
