/**
 * Simulates the rules of the services without the services: the saga's table, the payment and the
 * stock, as the WARs have them, with a random broker, clock and provider. A seed determines a run;
 * thousands of runs are cheap, so every build does them. The checks are those of the real system,
 * in {@code books}.
 */
package io.tradewind.systemtests.simulation;
