/**
 * What must add up whenever the system is at rest: the promises about orders, money, stock and
 * notifications as named checks, over facts read with SQL and from the payment provider's own
 * ledger, never from what a service says about itself.
 */
package io.tradewind.systemtests.books;
