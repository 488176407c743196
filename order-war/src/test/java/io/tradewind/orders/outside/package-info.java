/**
 * Everything around a running order service that a test has to play: issuer, client, participants.
 */
package io.tradewind.orders.outside;
