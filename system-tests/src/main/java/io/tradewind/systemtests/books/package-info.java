/**
 * Checks of what must hold whenever the system is at rest: the promises about orders, money, stock
 * and notifications. The facts are read with SQL and from the payment provider's own ledger, never
 * from what a service reports about itself.
 */
package io.tradewind.systemtests.books;
