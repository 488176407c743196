package io.tradewind.messaging;

import io.tradewind.values.PermanentFailure;

/** A record that is not a valid message of its topic; it is parked, never dropped. */
public final class UnreadableMessage extends RuntimeException implements PermanentFailure {

  private static final long serialVersionUID = 1L;

  UnreadableMessage(String message) {
    super(message);
  }

  UnreadableMessage(String message, Throwable cause) {
    super(message, cause);
  }
}
