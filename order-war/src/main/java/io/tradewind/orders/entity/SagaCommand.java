package io.tradewind.orders.entity;

import static io.tradewind.orders.entity.Participant.INVENTORY;
import static io.tradewind.orders.entity.Participant.PAYMENT;

/**
 * A command to a participant. An order sends each kind at most once, with one command id: a retry
 * is the same command.
 */
public enum SagaCommand {
  AUTHORIZE_PAYMENT(PAYMENT),
  RESERVE_STOCK(INVENTORY),
  CAPTURE_PAYMENT(PAYMENT),

  /** Sent by earlier versions only; orders of theirs may still await its answer. */
  COMMIT_STOCK(INVENTORY),
  SHIP_STOCK(INVENTORY),
  VOID_PAYMENT(PAYMENT),
  RELEASE_STOCK(INVENTORY),
  REFUND_PAYMENT(PAYMENT),
  RESTOCK(INVENTORY);

  private final Participant participant;

  SagaCommand(Participant participant) {
    this.participant = participant;
  }

  public Participant participant() {
    return participant;
  }

  /** Whether every successful order sends it without anybody's decision. */
  boolean isOnTheWayForward() {
    return switch (this) {
      case AUTHORIZE_PAYMENT, RESERVE_STOCK, CAPTURE_PAYMENT, COMMIT_STOCK -> true;
      case SHIP_STOCK, VOID_PAYMENT, RELEASE_STOCK, REFUND_PAYMENT, RESTOCK -> false;
    };
  }

  /** Whether an order also sends it by itself, after an earlier step has failed. */
  boolean mayFollowAFailure() {
    return this == VOID_PAYMENT || this == RELEASE_STOCK;
  }
}
