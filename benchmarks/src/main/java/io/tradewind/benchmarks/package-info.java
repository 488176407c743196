/**
 * Measures from outside how fast the whole system confirms orders: an open loop of Poisson arrivals
 * places orders over HTTP, each buyer's WebSocket reports when an order is confirmed, and the
 * latency counts from the planned send time. A run whose books do not add up at the end counts for
 * nothing.
 */
package io.tradewind.benchmarks;
