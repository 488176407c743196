/**
 * What has to be there before a server starts: the schema of its database and the topics. Scripts
 * and topics are read out of the WAR, so that they always fit its classes; the command is the same
 * image started with another main class, and the launcher calls the same code.
 *
 * <p>It signs in as the owner of the database. The server signs in as a runtime role that owns
 * nothing and gets its rights from the scripts. Everything may be run again, and by several at
 * once: an advisory lock of the database lets one at a time do the work and the others find it
 * done.
 */
package io.tradewind.migration;
