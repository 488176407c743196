/**
 * How fast the whole system confirms orders, measured from outside: an open loop of Poisson
 * arrivals places orders over HTTP, each buyer's WebSocket says when an order is confirmed, and the
 * latency counts from the moment the order was meant to be sent. A run whose books do not add up at
 * the end counts for nothing.
 */
package io.tradewind.benchmarks;
