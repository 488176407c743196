package io.tradewind.database;

/** Something outside the message failed and will heal: the batch is tried again as it is. */
public class TransientFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
