/**
 * A payment provider to develop and test against: an HTTP server of its own with a durable ledger.
 * It keeps its promises the way a real one must (an answer is given only after the ledger is on
 * disk, a key is acted on once) and breaks them on request, by payment method.
 */
package io.tradewind.stack.provider;
