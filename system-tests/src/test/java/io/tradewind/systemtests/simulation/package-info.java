/**
 * The rules of the services without the services: the saga's table, the payment and the stock, as
 * the WARs have them, on a bus, a clock and a provider that are made of chance. A seed makes one
 * run, the same each time; thousands of them are cheap, so they are run in every build. What must
 * hold is what is asked of the real system: the checks of {@code books}.
 */
package io.tradewind.systemtests.simulation;
