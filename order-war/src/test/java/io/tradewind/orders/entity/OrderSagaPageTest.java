package io.tradewind.orders.entity;

import static java.util.stream.Collectors.joining;

import io.tradewind.architecture.Approved;
import io.tradewind.orders.entity.OrderSaga.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published page is generated from the rows that the saga runs. */
class OrderSagaPageTest {

  @Test
  void thePageShowsTheTable() {
    Approved.file("../docs/order-saga.md").is(page());
  }

  private static String page() {
    return """
        # The order saga

        Drawn from the table in `OrderSaga`, by its test; edit the table, not this page. What has no row is
        refused: 409 over HTTP, parked when it came as a message. `Undone` is derived when, in a status that
        undoes, the last command has been answered. A command that is not answered is sent again, in every
        status, under the same id.

        ```mermaid
        stateDiagram-v2
        %s
        ```

        | in | on | go to | send |
        |---|---|---|---|
        %s
        """
        .formatted(picture(), table());
  }

  /**
   * One arrow between two statuses, whatever the number of rows; rows that keep the status are only
   * in the table.
   */
  private static String picture() {
    Map<String, String> arrows = new LinkedHashMap<>();
    for (Row row : OrderSaga.rows()) {
      if (row.in() != row.goTo()) {
        String from = row.in() == OrderStatus.NEW ? "[*]" : row.in().name();
        arrows.merge(
            from + " --> " + row.goTo(), row.on().getSimpleName(), (one, two) -> one + ", " + two);
      }
    }
    return arrows.entrySet().stream()
        .map(arrow -> "    " + arrow.getKey() + ": " + arrow.getValue())
        .collect(joining("\n"));
  }

  private static String table() {
    return OrderSaga.rows().stream().map(OrderSagaPageTest::line).collect(joining("\n"));
  }

  private static String line(Row row) {
    return "| %s | %s | %s | %s |"
        .formatted(
            row.in(),
            row.on().getSimpleName(),
            row.goTo() == row.in() ? "same" : row.goTo(),
            row.send().stream().map(Enum::name).collect(joining(", ")));
  }
}
