package io.tradewind.systemtests.faults;

import static io.tradewind.systemtests.driver.Runbook.firstCell;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.contracts.Message;
import io.tradewind.contracts.inventory.ReleaseStock;
import io.tradewind.contracts.orders.OrderCancelled;
import io.tradewind.contracts.payments.PaymentAuthorized;
import io.tradewind.contracts.payments.PaymentVoided;
import io.tradewind.contracts.payments.VoidPayment;
import io.tradewind.messaging.MessageJson;
import io.tradewind.outside.Site;
import io.tradewind.outside.TestPublisher;
import io.tradewind.systemtests.driver.Customer;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.Runbook;
import io.tradewind.systemtests.driver.WholeSystem;
import io.tradewind.values.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants faults, then finds and repairs them with the commands of the runbook alone. */
@WholeSystem
class RunbookIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Platform platform;
  private final Runbook runbook;
  private final Customer customer;

  RunbookIT(Platform platform) {
    this.platform = platform;
    this.customer = platform.customer();
    this.runbook =
        new Runbook(
            platform.base().toString(), platform.staff().tokenOfSomebodyNew(List.of("operator")));
  }

  @Test
  void anAnswerThatNobodyCanReadIsTakenOutAndItsOrderGoesOn() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_slow");
    poison(new PaymentVoided(order, Ids.next()));
    List<String> parked =
        waitFor(() -> list("tradewind parked list <service> --key <key>", "orders", order));
    assertThat(waitFor(() -> lineOf(order, "tradewind sagas list --stuck")).get(0)).endsWith("yes");
    runbook.types("tradewind parked show <service> <id>", "orders", firstCell(parked));

    discard("orders", parked);
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    assertThat(
            runbook.types(
                "tradewind actions list <service> --subject <subject>",
                "orders",
                "parked/" + firstCell(parked)))
        .anyMatch(line -> line.contains("discard"));
    assertThat(runbook.tries("tradewind parked show <service> <id>", "orders", firstCell(parked)))
        .isOne();
  }

  @Test
  void aCommandThatWaitsBehindGarbageAtPaymentsIsFreed() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    poison(new VoidPayment(order));
    waitFor(() -> list("tradewind parked list <service> --key <key>", "payments", order));
    customer.cancels(order);
    assertThat(waitFor(() -> lineOf(order, "tradewind sagas list --stuck"))).isNotEmpty();

    discard("payments", list("tradewind parked list <service> --key <key>", "payments", order));
    assertThat(customer.settles(order)).isEqualTo("CANCELLED");
  }

  @Test
  void aNotificationThatWaitsBehindGarbageIsHandledAgain() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    poison(new OrderCancelled(order, customer.id(), "cancelled"));
    List<String> parked =
        waitFor(() -> list("tradewind parked list <service> --key <key>", "notifications", order));
    runbook.types(
        "tradewind parked replay <service> <id> --reason <why>",
        "notifications",
        firstCell(parked),
        "perhaps it is readable now");
    waitFor(
        () ->
            list("tradewind parked list <service> --key <key>", "notifications", order).stream()
                .filter(line -> line.contains(" 2 "))
                .toList());

    discard("notifications", parked);
    assertThat(waitFor(() -> list("tradewind actions list <service>", "notifications")))
        .isNotEmpty();
  }

  @Test
  void stockThatDoesNotAddUpIsRecomputed() {
    String sku = platform.staff().product(100, 9);
    change("inventory", "update stock set on_hand = 7 where sku = '" + sku + "'");

    assertThat(waitFor(() -> lineOf(sku, "tradewind stock check")).get(0)).endsWith("yes");
    runbook.types("tradewind stock repair <sku> --reason <why>", sku, "a wrong backup");
    assertThat(lineOf(sku, "tradewind stock check")).isEmpty();
    assertThat(platform.staff().available(sku)).isEqualTo(9);
  }

  @Test
  void aMessageThatTheBrokerRefusedIsTriedAgainAtOnce() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    String refuse =
        "update outbox set sent_at = null, held_at = now() + interval '1 day', failure = 'planted'"
            + " where topic = 'order-events' and type = 'OrderConfirmed.v1'"
            + " and sent_at is not null and key = '"
            + order
            + "'";
    assertThat(Eventually.ask(PATIENCE, () -> changeSome("orders", refuse), rows -> rows == 1))
        .isOne();

    assertThat(list("tradewind outbox list <service> --held", "orders").get(1))
        .contains(order.toString(), "planted");
    runbook.types(
        "tradewind outbox redrive <service> --key <key> --reason <why>",
        "orders",
        order,
        "the topic is larger now");
    assertThat(
            Eventually.ask(
                PATIENCE,
                () -> runbook.types("tradewind outbox list <service> --held", "orders"),
                table -> table.size() == 1))
        .hasSize(1);
  }

  @Test
  void aLostBrokerIsFilledAgainAndTheStateShowsHowFarItIs() {
    Instant before = Instant.now();
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");

    assertThat(
            runbook.types(
                "tradewind outbox republish <service> --since <instant> --reason <why>",
                "orders",
                before,
                "the broker lost its disk"))
        .singleElement()
        .asString()
        .endsWith(" will be sent once more.");
    assertThat(
            Eventually.ask(
                PATIENCE,
                () -> String.join(" ", runbook.types("tradewind outbox state <service>", "orders")),
                table ->
                    table.matches(".* REACHED .*" + before.toString().substring(0, 10) + ".*")))
        .contains("SENT AGAIN SINCE");
  }

  @Test
  void anAnswerThatWasCutOffIsPutRight(@TempDir Path folder) throws IOException {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_slow");
    poison(new PaymentVoided(order, Ids.next()));
    List<String> parked =
        waitFor(() -> list("tradewind parked list <service> --key <key>", "orders", order));
    String command =
        runbook.types("tradewind sagas show <order>", order).stream()
            .filter(line -> line.startsWith("AUTHORIZE_PAYMENT"))
            .map(line -> line.split(" +")[1])
            .findFirst()
            .orElseThrow();
    PaymentAuthorized right = new PaymentAuthorized(order, UUID.fromString(command), 100, "EUR");
    Path payload = Files.writeString(folder.resolve("right.json"), MessageJson.write(right));

    runbook.types(
        "tradewind parked correct <service> <id> --payload <file> --type <type> --reason <why>",
        "orders",
        firstCell(parked),
        payload,
        right.type(),
        "the end was missing");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
  }

  @Test
  void allOfACauseAreFreedTogetherOnceItIsMended() {
    List<UUID> orders = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
      assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
      orders.add(order);
      change(
          "orders",
          """
          insert into parked_message (id, channel, message_id, key, type, headers, payload, cause, attempts)
          select gen_random_uuid(), 'payment-events', gen_random_uuid(), '%1$s', 'PaymentAuthorized.v1',
                 json_build_object('ce_id', gen_random_uuid(), 'ce_type', 'PaymentAuthorized.v1',
                                   'ce_time', '2026-01-31T12:00:00Z', 'ce_source', 'payments')::text,
                 convert_to(json_build_object('orderId', '%1$s', 'commandId', command_id,
                                   'amount', 100, 'currency', 'EUR')::text, 'UTF8'),
                 'a bug that is mended', 1
            from saga_command where order_id = '%1$s' and kind = 'AUTHORIZE_PAYMENT'
          """
              .formatted(order));
    }
    String ofTheCause = "tradewind parked list <service> --cause <part of the cause>";
    assertThat(list(ofTheCause, "orders", "that is mended")).hasSize(4);
    runbook.types(
        "tradewind parked replay <service> --channel <channel> --cause <part of the cause> --reason <why>",
        "orders",
        "payment-events",
        "that is mended",
        "version 2 reads it");
    assertThat(
            Eventually.ask(
                PATIENCE, () -> list(ofTheCause, "orders", "that is mended"), List::isEmpty))
        .isEmpty();
  }

  @Test
  void anOrderWhoseCustomerCannotWaitIsCalledOff() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_slow");
    runbook.types(
        "tradewind sagas compensate <order> --reason <why>", order, "the customer is on the phone");
    assertThat(customer.settles(order)).isEqualTo("CANCELLED");
    assertThat(runbook.tries("tradewind sagas retry <order> --reason <why>", order, "a try"))
        .isOne();
  }

  @Test
  void aCommandThatSomebodyDeletedIsAskedForAgain() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    poison(new ReleaseStock(order));
    waitFor(() -> list("tradewind parked list <service> --key <key>", "inventory", order));
    platform.staff().ships(order);
    waitFor(() -> lineOf(order, "tradewind sagas list --stuck"));
    changeSome(
        "orders",
        "update saga_command set due_at = now() + interval '1 day' where answered_at is null and order_id = '"
            + order
            + "'");
    assertThat(
            Eventually.ask(
                PATIENCE,
                () -> list("tradewind parked list <service> --key <key>", "inventory", order),
                table -> table.size() >= 3))
        .hasSizeGreaterThanOrEqualTo(3);
    changeSome("inventory", "delete from parked_message where key = '" + order + "'");

    // refused until the relay has marked the command as sent
    assertThat(
            Eventually.ask(
                PATIENCE,
                () ->
                    runbook.tries(
                        "tradewind sagas retry <order> --reason <why>", order, "a row was deleted"),
                exit -> exit == 0))
        .isZero();
    assertThat(
            Eventually.ask(
                PATIENCE, () -> lineOf(order, "tradewind sagas list --stuck"), List::isEmpty))
        .isEmpty();
  }

  @Test
  void anUndoingThatNobodyCanFinishIsVouchedFor() {
    UUID order = customer.orders(platform.staff().product(100, 5), 1, "pm_ok");
    assertThat(customer.settles(order)).isEqualTo("CONFIRMED");
    poison(new ReleaseStock(order));
    List<String> parked =
        waitFor(() -> list("tradewind parked list <service> --key <key>", "inventory", order));
    refundedAtTheProvidersDesk(order, 100);
    customer.cancels(order);
    // refused until the provider was asked and has refused the refund
    assertThat(
            Eventually.ask(
                PATIENCE,
                () ->
                    runbook.tries(
                        "tradewind payments settle <order> --reason <why>",
                        order,
                        "refunded at the provider's desk"),
                exit -> exit == 0))
        .isZero();
    change(
        "orders",
        "update saga_command set attempts = 8 where kind = 'RELEASE_STOCK' and order_id = '"
            + order
            + "'");
    waitFor(() -> lineOf(order, "tradewind sagas list --attention"));
    runbook.types(
        "tradewind sagas resolve <order> --step <step> --reason <why>",
        order,
        "RELEASE_STOCK",
        "counted on the shelf");
    assertThat(customer.settles(order)).isEqualTo("CANCELLED");
    discard("inventory", parked);
    assertThat(
            Eventually.ask(
                PATIENCE,
                () -> list("tradewind parked list <service> --key <key>", "inventory", order),
                List::isEmpty))
        .isEmpty();
  }

  /** Publishes an unreadable record in place of this message. */
  private void poison(Message message) {
    platform.poisoned(message.key());
    try (TestPublisher postbox = new TestPublisher(platform.stack().kafka().bootstrapServers())) {
      postbox.sendInsteadOf(message, message.type(), "{\"orderId\":");
    }
  }

  /** Refunds at the provider directly, which then refuses the service's own refund for good. */
  private void refundedAtTheProvidersDesk(UUID order, long amount) {
    Site desk = new Site(platform.stack().provider().url().toString());
    assertThat(
            desk.send(
                    "POST",
                    "/payments/" + order + "/refund",
                    platform.stack().provider().key(),
                    Map.of("amount", amount, "currency", "EUR"),
                    "Idempotency-Key",
                    "desk-" + order)
                .status())
        .isEqualTo(200);
  }

  private void discard(String service, List<String> parked) {
    runbook.types(
        "tradewind parked discard <service> <id> --reason <why>",
        service,
        firstCell(parked),
        "nobody can read it");
  }

  /** The rows that begin with this name, without the header. */
  private List<String> lineOf(Object named, String line, Object... blanks) {
    return runbook.types(line, blanks).stream()
        .filter(row -> row.startsWith(named.toString()))
        .toList();
  }

  /** The whole table, or an empty list when it has no row. */
  private List<String> list(String line, Object... blanks) {
    List<String> table = runbook.types(line, blanks);
    return table.size() > 1 ? table : List.of();
  }

  private static List<String> waitFor(Supplier<List<String>> rows) {
    List<String> found = Eventually.ask(PATIENCE, rows, some -> !some.isEmpty());
    assertThat(found).isNotEmpty();
    return found;
  }

  private void change(String service, String statement) {
    assertThat(changeSome(service, statement)).isOne();
  }

  private int changeSome(String service, String statement) {
    try (Connection database = platform.stack().postgres().superuser(service);
        Statement writing = database.createStatement()) {
      return writing.executeUpdate(statement);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
