package io.tradewind.messaging;

/**
 * A bean that keeps a copy of all messages of a channel: a partition from which the service's
 * database has handled nothing yet is read from its first message, whatever the group has
 * committed.
 */
public interface ReadsFromFirstRecord {

  String channel();
}
