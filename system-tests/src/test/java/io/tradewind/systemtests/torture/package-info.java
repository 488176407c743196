/**
 * Runs the real system under a seeded load and seeded faults. Clients record the answers that they
 * got. When all faults have ended, each promise is checked against evidence that no service can
 * falsify: the clients' records, the provider's ledger, the topics and SQL.
 */
package io.tradewind.systemtests.torture;
