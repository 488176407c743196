/**
 * Simulates everything around one running service for its integration tests: the issuer of tokens,
 * the sender of messages, the receiver of answers, and access to the database.
 */
package io.tradewind.outside;
