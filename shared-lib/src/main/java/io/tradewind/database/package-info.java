/**
 * The database of the service whose WAR this is: connections, transactions, which failures heal,
 * and whether the schema is the one that this version needs.
 */
package io.tradewind.database;
