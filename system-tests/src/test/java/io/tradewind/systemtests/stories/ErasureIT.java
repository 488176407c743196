package io.tradewind.systemtests.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.client.AddressDetails;
import io.tradewind.client.Reason;
import io.tradewind.client.Registration;
import io.tradewind.client.SignIn;
import io.tradewind.client.Tradewind;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.driver.Eventually;
import io.tradewind.systemtests.driver.Platform;
import io.tradewind.systemtests.driver.RawHttp.Answer;
import io.tradewind.systemtests.driver.RawHttp.Request;
import io.tradewind.systemtests.driver.WholeSystem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * After an erasure, no table of any service holds what the person typed; the orders still add up.
 */
@WholeSystem
class ErasureIT {

  private static final Duration PROMISED = Duration.ofSeconds(30);

  /** Every column that may hold text, also as JSON or bytes. */
  private static final String COLUMNS =
      "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name), quote_ident(column_name),"
          + " data_type FROM information_schema.columns JOIN information_schema.tables"
          + " USING (table_schema, table_name) WHERE table_type = 'BASE TABLE'"
          + " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
          + " AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea')";

  private final Platform platform;
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
  private final String phone =
      "+49176" + (10_000_000L + Math.floorMod(canary.hashCode(), 80_000_000));

  ErasureIT(Platform platform) {
    this.platform = platform;
  }

  @Test
  void anErasedPersonIsFoundInNoTable() {
    Somebody person = somebodyWhoOrdersAndCancels();
    assertThat(holding(canary)).isNotEmpty();
    assertThat(holding(phone)).isNotEmpty();

    person.own().users().eraseMe();

    List<String> left =
        Eventually.ask(PROMISED, () -> holding(canary, phone), found -> found.isEmpty());
    assertThat(left).isEmpty();
  }

  @Test
  void anExportLeadsToEverythingThatIsKeptElsewhere() {
    Somebody person = somebodyWhoOrdersAndCancels();

    List<String> paths = person.own().users().export().elsewhere();

    assertThat(paths).hasSize(3);
    for (String path : paths) {
      Request everything =
          Request.get(path.replace("{orderId}", person.order().toString()), person.token());
      Answer kept =
          Eventually.ask(
              PROMISED,
              () -> platform.raw().send(everything),
              answer -> answer.text().contains(person.order().toString()));
      assertThat(kept.status()).as(path).isEqualTo(200);
      assertThat(kept.text()).as(path).contains(person.order().toString());
    }
  }

  private record Somebody(Tradewind own, String token, UUID order) {}

  private Somebody somebodyWhoOrdersAndCancels() {
    String email = canary + "@canary.example";
    platform.client().users().register(new Registration(email, phone, canary, canary));
    String token = platform.client().users().signIn(new SignIn(email, canary)).accessToken();
    Tradewind own = platform.client().as(() -> token);
    own.users()
        .addAddress(new AddressDetails(canary, canary, canary, "1010", canary, canary, "AT", true));
    UUID order =
        own.orders()
            .place(
                UUID.randomUUID().toString(),
                new io.tradewind.client.OrderRequest(
                    List.of(new io.tradewind.client.OrderRequest.Line("TEA-002", 1)), "pm_ok"))
            .body()
            .id();
    Eventually.ask(
        Duration.ofSeconds(60),
        () -> own.orders().order(order, "20s", null).body(),
        io.tradewind.client.Order::settled);
    own.orders().cancel(order, UUID.randomUUID().toString(), new Reason(canary));
    return new Somebody(own, token, order);
  }

  /** The columns of all databases that contain one of these words. */
  private List<String> holding(String... words) {
    List<String> found = new ArrayList<>();
    for (Service service : Service.values()) {
      try (Connection connection =
          platform.stack().postgres().connect(service.id(), service.id() + "_owner")) {
        found.addAll(holding(connection, service, words));
      } catch (SQLException failed) {
        throw new IllegalStateException(service.id(), failed);
      }
    }
    return found;
  }

  private static List<String> holding(Connection connection, Service service, String... words)
      throws SQLException {
    List<String> found = new ArrayList<>();
    Object[] anywhere = Stream.of(words).map(word -> "%" + word + "%").toArray();
    try (PreparedStatement columns = connection.prepareStatement(COLUMNS);
        ResultSet column = columns.executeQuery()) {
      while (column.next()) {
        String text =
            column.getString(3).equals("bytea")
                ? "encode(" + column.getString(2) + ", 'escape')"
                : column.getString(2) + "::text";
        String sql =
            "SELECT 1 FROM " + column.getString(1) + " WHERE " + text + " LIKE ANY (?) LIMIT 1";
        try (PreparedStatement search = connection.prepareStatement(sql)) {
          search.setArray(1, connection.createArrayOf("text", anywhere));
          try (ResultSet row = search.executeQuery()) {
            if (row.next()) {
              found.add(service.id() + " " + column.getString(1) + "." + column.getString(2));
            }
          }
        }
      }
    }
    return found;
  }
}
