package io.tradewind.orders.outside;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.inventory.StockCommitted;
import io.tradewind.contracts.inventory.StockRejected;
import io.tradewind.contracts.inventory.StockReleased;
import io.tradewind.contracts.inventory.StockReserved;
import io.tradewind.contracts.inventory.StockRestocked;
import io.tradewind.contracts.inventory.StockShipped;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.contracts.payments.PaymentCaptured;
import io.tradewind.contracts.payments.PaymentDeclined;
import io.tradewind.contracts.payments.PaymentRefunded;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.orders.outside.Participants.Sent;
import java.util.UUID;

/** Ways in which the participants answer. */
public final class Answers {

  private Answers() {}

  public static Message yesToAll(Sent command, UUID order) {
    UUID id = command.id();
    return switch (command.type()) {
      case "AuthorizePayment.v1" -> new PaymentAuthorized(order, id, 2598, "EUR");
      case "CapturePayment.v1" -> new PaymentCaptured(order, id, 2598, "EUR");
      case "VoidPayment.v1" -> new PaymentVoided(order, id);
      case "RefundPayment.v1" -> new PaymentRefunded(order, id, 2598, "EUR");
      case "ReserveStock.v1" -> new StockReserved(order, id);
      case "CommitStock.v1" -> new StockCommitted(order, id);
      case "ReleaseStock.v1" -> new StockReleased(order, id);
      case "ShipStock.v1" -> new StockShipped(order, id);
      case "Restock.v1" -> new StockRestocked(order, id);
      default -> throw new IllegalArgumentException(command.type());
    };
  }

  public static Message declined(Sent command, UUID order) {
    return command.type().equals("AuthorizePayment.v1")
        ? new PaymentDeclined(order, command.id(), "card-declined")
        : yesToAll(command, order);
  }

  public static Message emptyShelf(Sent command, UUID order) {
    return command.type().equals("ReserveStock.v1")
        ? new StockRejected(order, command.id(), "insufficient-stock", "TEA-001")
        : yesToAll(command, order);
  }

  public static Message silence(Sent command, UUID order) {
    return null;
  }
}
