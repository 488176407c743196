/**
 * Prepares what a server needs before it starts: the schema of its database and the topics. Scripts
 * and topics are read from the WAR, so they always fit its classes. The command is the same image
 * with another main class, and the launcher calls the same code.
 *
 * <p>It connects as the owner of the database. The server connects as a runtime role that owns
 * nothing and gets its rights from the scripts. Everything may be repeated, also by several at
 * once: an advisory lock lets one at a time do the work.
 */
package io.tradewind.migration;
