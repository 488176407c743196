package io.tradewind.messaging;

import io.tradewind.database.TransientFailure;

/**
 * A part of the broker takes nothing for now, such as a partition without a leader or a topic that
 * is not there. What goes elsewhere goes on.
 */
public final class DestinationUnavailable extends TransientFailure {

  private static final long serialVersionUID = 1L;

  private final String destination;

  /**
   * @param destination the part's name, the same for every row that goes there
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
