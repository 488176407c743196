package io.tradewind.payments.boundary;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tradewind.payments.entity.LedgerEntry;
import io.tradewind.payments.entity.Payment;
import io.tradewind.values.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A payment as its owner and staff see it. */
record PaymentView(
    UUID orderId,
    String status,
    Money authorised,
    Money captured,
    Money refunded,
    List<Entry> ledger) {

  /**
   * One movement of money.
   *
   * @param seq counts from 1 within the order
   * @param reason a stable word where something was refused, otherwise absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "PaymentLedgerEntry")
  record Entry(
      int seq, String type, Money amount, @Schema(nullable = true) String reason, Instant at) {

    static Entry of(LedgerEntry entry) {
      return new Entry(
          entry.seq(),
          entry.type().name(),
          new Money(entry.amount(), entry.currency()),
          entry.reason(),
          entry.at());
    }
  }

  static PaymentView of(Payment payment, List<LedgerEntry> ledger) {
    String currency = payment.currency();
    return new PaymentView(
        payment.orderId(),
        payment.status().name(),
        new Money(payment.authorised(), currency),
        new Money(payment.captured(), currency),
        new Money(payment.refunded(), currency),
        ledger.stream().map(Entry::of).toList());
  }
}
