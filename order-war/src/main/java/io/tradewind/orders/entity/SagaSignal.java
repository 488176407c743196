package io.tradewind.orders.entity;

import static io.tradewind.orders.entity.SagaCommand.AUTHORIZE_PAYMENT;
import static io.tradewind.orders.entity.SagaCommand.CAPTURE_PAYMENT;
import static io.tradewind.orders.entity.SagaCommand.COMMIT_STOCK;
import static io.tradewind.orders.entity.SagaCommand.REFUND_PAYMENT;
import static io.tradewind.orders.entity.SagaCommand.RELEASE_STOCK;
import static io.tradewind.orders.entity.SagaCommand.RESERVE_STOCK;
import static io.tradewind.orders.entity.SagaCommand.RESTOCK;
import static io.tradewind.orders.entity.SagaCommand.SHIP_STOCK;
import static io.tradewind.orders.entity.SagaCommand.VOID_PAYMENT;

import java.util.Optional;

/**
 * A signal to an order: answers of participants, requests of people, time-outs, and {@link Undone},
 * which the saga derives itself. The simple name of the record is the type of the event in the
 * order's history.
 */
public sealed interface SagaSignal {

  /** The name in the order's history. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Why the order ends early because of this: a stable word, or null. */
  default String reason() {
    return null;
  }

  /** The answer to a compensation; empty for other commands. */
  static Optional<Answer> answerToCompensation(SagaCommand command) {
    return switch (command) {
      case VOID_PAYMENT -> Optional.of(new PaymentVoided());
      case REFUND_PAYMENT -> Optional.of(new PaymentRefunded());
      case RELEASE_STOCK -> Optional.of(new StockReleased());
      case RESTOCK -> Optional.of(new StockRestocked());
      case AUTHORIZE_PAYMENT, RESERVE_STOCK, CAPTURE_PAYMENT, COMMIT_STOCK, SHIP_STOCK ->
          Optional.empty();
    };
  }

  /** A participant's answer to the command that it settles. */
  sealed interface Answer extends SagaSignal {
    SagaCommand answers();
  }

  record OrderPlaced() implements SagaSignal {}

  record CancellationRequested() implements SagaSignal {
    @Override
    public String reason() {
      return "cancelled";
    }
  }

  record StepOverdue() implements SagaSignal {
    @Override
    public String reason() {
      return "step-overdue";
    }
  }

  record Shipped() implements SagaSignal {}

  record Delivered() implements SagaSignal {}

  record Returned() implements SagaSignal {}

  /** The last command of a saga under compensation has been answered. */
  record Undone() implements SagaSignal {}

  record PaymentAuthorized() implements Answer {
    @Override
    public SagaCommand answers() {
      return AUTHORIZE_PAYMENT;
    }
  }

  record PaymentDeclined(String reason) implements Answer {
    @Override
    public SagaCommand answers() {
      return AUTHORIZE_PAYMENT;
    }
  }

  record StockReserved() implements Answer {
    @Override
    public SagaCommand answers() {
      return RESERVE_STOCK;
    }
  }

  record StockRejected(String reason) implements Answer {
    @Override
    public SagaCommand answers() {
      return RESERVE_STOCK;
    }
  }

  record PaymentCaptured() implements Answer {
    @Override
    public SagaCommand answers() {
      return CAPTURE_PAYMENT;
    }
  }

  record CaptureFailed(String reason) implements Answer {
    @Override
    public SagaCommand answers() {
      return CAPTURE_PAYMENT;
    }
  }

  record StockCommitted() implements Answer {
    @Override
    public SagaCommand answers() {
      return COMMIT_STOCK;
    }
  }

  record StockShipped() implements Answer {
    @Override
    public SagaCommand answers() {
      return SHIP_STOCK;
    }
  }

  record PaymentVoided() implements Answer {
    @Override
    public SagaCommand answers() {
      return VOID_PAYMENT;
    }
  }

  record StockReleased() implements Answer {
    @Override
    public SagaCommand answers() {
      return RELEASE_STOCK;
    }
  }

  record PaymentRefunded() implements Answer {
    @Override
    public SagaCommand answers() {
      return REFUND_PAYMENT;
    }
  }

  record StockRestocked() implements Answer {
    @Override
    public SagaCommand answers() {
      return RESTOCK;
    }
  }
}
