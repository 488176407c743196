package io.tradewind.messaging;

import io.tradewind.database.TransientFailure;

/**
 * One part of the broker accepts no messages, such as a partition without a leader or a missing
 * topic. Messages to other destinations continue.
 */
public final class DestinationUnavailable extends TransientFailure {

  private static final long serialVersionUID = 1L;

  private final String destination;

  /**
   * @param destination the name of the part, the same for every row that goes there
   * @param reason for operators
   */
  public DestinationUnavailable(String destination, String reason, Throwable cause) {
    super(reason, cause);
    this.destination = destination;
  }

  public String destination() {
    return destination;
  }
}
