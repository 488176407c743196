package io.tradewind.messaging;

import io.tradewind.contracts.Message;

/**
 * A record and its parsed message. Parsing precedes the transaction, so an unreadable record costs
 * no rollback.
 *
 * @param message null when it cannot be read
 * @param unreadable why it cannot be read, otherwise null
 */
record Received(RawMessage raw, Envelope<Message> message, UnreadableMessage unreadable) {

  String recordId() {
    return raw.recordId();
  }

  /** The key that is held and locked, in storable form; null when the message has none. */
  String key() {
    return StorableText.name(raw.key());
  }

  boolean readable() {
    return unreadable == null;
  }
}
