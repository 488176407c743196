/** Simulates everything around a running order service for tests: issuer, client, participants. */
package io.tradewind.orders.outside;
