/**
 * A payment provider for development and tests: an HTTP server with a durable ledger. It keeps a
 * real provider's guarantees (it answers only after the ledger is on disk, and executes a key once)
 * and breaks them on request, by payment method.
 */
package io.tradewind.stack.provider;
