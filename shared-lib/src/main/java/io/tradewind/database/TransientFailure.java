package io.tradewind.database;

/** Something outside of the message failed temporarily: the batch is retried unchanged. */
public class TransientFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
