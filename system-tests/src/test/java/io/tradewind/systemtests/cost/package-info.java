/** What an order costs, counted and not timed: statements, commits, log, rows and records. */
package io.tradewind.systemtests.cost;
