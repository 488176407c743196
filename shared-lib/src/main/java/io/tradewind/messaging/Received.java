package io.tradewind.messaging;

import io.tradewind.contracts.Message;

/**
 * A record and what was read of it, which is done before any transaction: one that cannot be read
 * costs no batch.
 *
 * @param message null when it cannot be read
 * @param unreadable why it cannot be read, otherwise null
 */
record Received(RawMessage raw, Envelope<Message> message, UnreadableMessage unreadable) {

  String place() {
    return raw.place();
  }

  /** The key by which it is held and locked, as it can be stored; null when it stands alone. */
  String key() {
    return Storable.name(raw.key());
  }

  boolean readable() {
    return unreadable == null;
  }
}
