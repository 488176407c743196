/**
 * The database of this WAR's service: connections, transactions, transient failures, and whether
 * the schema is the one that this version needs.
 */
package io.tradewind.database;
