package io.tradewind.orders.control;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderLines;
import io.tradewind.orders.entity.Price;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Places an order at our prices with exact sums, and begins its saga in the same transaction. */
@ApplicationScoped
public class OrderPlacement {

  @Inject Orders orders;
  @Inject OrderProgress progress;

  @Inject
  @ConfigProperty(name = "tradewind.orders.payment-methods")
  Set<String> paymentMethods;

  /**
   * @throws ProblemException 400 for an unknown payment method
   */
  public void checkPaymentMethod(String method) {
    if (!paymentMethods.contains(method)) {
      throw new ProblemException(
          ProblemType.UNKNOWN_PAYMENT_METHOD, "the payment method is not one that is accepted");
    }
  }

  /**
   * @param requestHash identifies the customer's request
   * @param prices of all these products and perhaps of others
   * @throws ProblemException 422 for unknown products, lines of several currencies, or a total that
   *     exceeds a long
   */
  public Order place(
      UUID customer,
      List<WantedLine> wanted,
      String paymentMethod,
      String requestHash,
      Map<String, Price> prices) {
    OrderLines lines = priced(wanted, prices);
    List<Order.Step> steps = new ArrayList<>();
    Order order =
        Order.place(Ids.next(), customer, lines, paymentMethod, OrderProgress.now(), steps);
    orders.add(order);
    steps.forEach(step -> progress.begin(order, step, requestHash));
    return order;
  }

  private static OrderLines priced(List<WantedLine> wanted, Map<String, Price> prices) {
    List<String> unknown =
        wanted.stream()
            .map(WantedLine::sku)
            .distinct()
            .filter(sku -> !prices.containsKey(sku))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ProblemException(ProblemType.UNKNOWN_SKU, "not for sale: " + unknown.size())
          .with("skus", unknown);
    }
    OrderLines lines =
        new OrderLines(
            wanted.stream().map(line -> prices.get(line.sku()).of(line.quantity())).toList());
    checkTotal(lines);
    return lines;
  }

  private static void checkTotal(OrderLines lines) {
    try {
      lines.total();
    } catch (ArithmeticException | IllegalArgumentException noSuchSum) {
      throw new ProblemException(
          ProblemType.UNPAYABLE_TOTAL,
          "the lines do not add up to one amount: " + noSuchSum.getMessage());
    }
  }
}
