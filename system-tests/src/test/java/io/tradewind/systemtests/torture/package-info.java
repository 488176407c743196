/**
 * The real system under a seeded load and seeded faults. Clients write down what they were told,
 * everything is let heal, and then each promise is held against evidence that no service can
 * colour: what the clients wrote, the provider's ledger, the topics and SQL.
 */
package io.tradewind.systemtests.torture;
