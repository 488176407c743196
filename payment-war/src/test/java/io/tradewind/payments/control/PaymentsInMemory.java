package io.tradewind.payments.control;

import static java.util.stream.Collectors.groupingBy;

import io.tradewind.payments.entity.LedgerEntry;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Payments without a database. */
final class PaymentsInMemory extends Payments {

  private final Map<UUID, Payment> payments = new LinkedHashMap<>();
  private final Map<UUID, PaymentOperation> operations = new LinkedHashMap<>();
  final List<LedgerEntry> ledger = new ArrayList<>();

  @Override
  public Map<UUID, Payment> lock(Collection<UUID> orderIds) {
    return byOrder(payments.values().stream().filter(p -> orderIds.contains(p.orderId())));
  }

  @Override
  public Map<UUID, Payment> lockDue(Instant now, int atMost) {
    return byOrder(
        payments.values().stream()
            .filter(payment -> payment.dueAt() != null && !payment.dueAt().isAfter(now))
            .limit(atMost));
  }

  private static Map<UUID, Payment> byOrder(Stream<Payment> some) {
    Map<UUID, Payment> found = new LinkedHashMap<>();
    some.forEach(payment -> found.put(payment.orderId(), payment));
    return found;
  }

  @Override
  public Map<UUID, List<PaymentOperation>> open(Collection<UUID> orderIds) {
    return operations.values().stream()
        .filter(operation -> !operation.isAnswered() && orderIds.contains(operation.orderId()))
        .sorted(Comparator.comparing(PaymentOperation::number))
        .collect(groupingBy(PaymentOperation::orderId));
  }

  @Override
  public List<PaymentOperation> operations(Collection<UUID> commandIds) {
    return operations.values().stream()
        .filter(operation -> commandIds.contains(operation.commandId()))
        .toList();
  }

  @Override
  public void add(Payment payment) {
    payments.put(payment.orderId(), payment);
  }

  @Override
  public void add(PaymentOperation operation) {
    operations.put(operation.commandId(), operation);
  }

  @Override
  public void append(Payment payment) {
    ledger.addAll(payment.unwrittenEntries());
  }

  Payment payment(UUID orderId) {
    return payments.get(orderId);
  }
}
