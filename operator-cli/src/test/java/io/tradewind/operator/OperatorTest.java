package io.tradewind.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as an operator types them, against a server with prepared answers. */
class OperatorTest {

  private static final String ID = "018f0000-0000-7000-8000-000000000001";
  private static final String PARKED =
      """
      {"position": 7, "id": "%s", "channel": "payment-events", "messageId": "m", "key": "k-1",
       "type": "PaymentVoided.v1", "cause": "there is\\n no order", "attempts": 3,
       "parkedAt": "2026-01-31T12:00:00Z"}
      """
          .formatted(ID);

  private final List<String> asked = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private int status = 200;
  private String body = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aListIsATable() {
    body = "{\"items\": [" + PARKED + "], \"next\": null}";
    assertThat(types("parked list orders --channel payment-events --cause order")).isZero();
    assertThat(asked.get(0))
        .startsWith("GET /api/orders/operations/parked?")
        .contains("channel=payment-events", "cause=order");
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).matches("ID +CHANNEL +KEY +TYPE +TRIES +PARKED +CAUSE");
    assertThat(lines.get(1)).startsWith(ID).endsWith("there is no order");
    assertThat(lines).hasSize(2);
  }

  @Test
  void aListThatIsLongerThanAPageIsReadOnAndSaysWhenThereIsMore() {
    body = "{\"items\": [" + PARKED + "], \"next\": \"Nw\"}";
    assertThat(types("parked list orders --limit 3")).isZero();
    assertThat(asked).hasSize(3);
    assertThat(asked.get(1)).contains("cursor=Nw", "limit=2");
    assertThat(out.toString()).contains("There are more than 3; ask for more with --limit.");
  }

  @Test
  void aChangeGoesWithItsReason(@TempDir Path folder) throws IOException {
    body = "{\"messages\": 2}";
    assertThat(types("parked replay orders --channel payment-events --key k-1 --reason mended"))
        .isZero();
    assertThat(asked.get(0)).startsWith("POST /api/orders/operations/parked/replay ");
    assertThat(asked.get(0)).contains("\"key\":\"k-1\"", "\"reason\":\"mended\"");
    assertThat(out.toString()).contains("2 will be handled again, in order.");

    body = "{\"message\": " + PARKED + ", \"headers\": {}, \"payload\": \"{}\"}";
    Path payload = Files.writeString(folder.resolve("right.json"), "{}");
    assertThat(types("parked correct orders " + ID + " --payload " + payload + " --reason typo"))
        .isZero();
    assertThat(asked.get(1)).endsWith("{\"payload\":\"{}\",\"reason\":\"typo\"}");

    assertThat(types("payments settle " + ID + " --reason by_hand")).isZero();
    assertThat(asked.get(2))
        .startsWith("POST /api/payments/operations/payments/" + ID + "/settlement ")
        .endsWith("{\"reason\":\"by_hand\"}");
    assertThat(types("payments settle " + ID + " --elsewhere --reason by_bank")).isZero();
    assertThat(asked.get(3)).endsWith("{\"elsewhere\":true,\"reason\":\"by_bank\"}");
  }

  @Test
  void differencesAreDecidedByNameOrUpToANumber() {
    body = "{\"differences\": 2}";
    assertThat(types("payments correct " + ID + " line-7 --reason unknown_here")).isZero();
    assertThat(asked.get(0))
        .startsWith("POST /api/payments/operations/reconciliation/decisions ")
        .contains("\"payments\":[\"" + ID + "\",\"line-7\"]", "\"decision\":\"CORRECT\"");
    assertThat(out.toString()).contains("2 decided");
    assertThat(types("payments leave --at-most 12 --reason another_stack")).isZero();
    assertThat(asked.get(1))
        .contains("\"decision\":\"LEAVE\"", "\"atMost\":12")
        .doesNotContain("payments\":");
  }

  @Test
  void oneMessageIsShownWholeAndCannotSteerTheTerminal() {
    String cause = "no order ".repeat(40).strip();
    body =
        "{\"message\": "
            + PARKED.replace("there is\\n no order", cause)
            + ", \"headers\": {\"from\": \"a\\u009b2Jb\"},"
            + " \"payload\": \"{\\n  \\u001b]0;owned\\u0007\\u202e}\"}";
    assertThat(types("parked show orders " + ID)).isZero();
    assertThat(out.toString())
        .contains(cause)
        .contains("a\\u009b2Jb")
        .contains("{\n  \\u001b]0;owned\\u0007\\u202e}")
        .doesNotContain("\u001b", "\u009b", "\u202e");
  }

  @Test
  void aFailureIsOneLineThatSaysWhatToDo() {
    assertComplaint(403, "Not allowed: ask an admin for the role operator.");
    assertComplaint(404, "list again");
    assertComplaint(409, "Not possible now (conflicting-status): no.");
    assertComplaint(503, "try again in a moment");
    server.stop(0);
    err.getBuffer().setLength(0);
    assertThat(types("sagas list")).isOne();
    assertThat(err.toString().lines().toList()).hasSize(1);
    assertThat(err.toString()).contains("does not answer", "TRADEWIND_URL");
  }

  private void assertComplaint(int answered, String part) {
    status = answered;
    body =
        """
        {"type": "https://tradewind.example/problems/conflicting-status", "detail": "no"}""";
    err.getBuffer().setLength(0);
    assertThat(types("sagas show " + ID)).isOne();
    assertThat(err.toString().lines().toList()).hasSize(1);
    assertThat(err.toString()).contains(part);
  }

  @Test
  void anUnknownOptionIsOneLineToo() {
    for (String wrong :
        List.of(
            "sagas show no-id",
            "parked discard orders " + ID,
            "parked",
            "outbox republish orders --since yesterday --reason r",
            "nonsense")) {
      err.getBuffer().setLength(0);
      assertThat(types(wrong)).as(wrong).isNotZero();
      assertThat(err.toString().lines().toList()).as(wrong).hasSize(1);
    }
    assertThat(types("parked replay orders --channel c --reason r")).isOne();
    assertThat(asked).isEmpty();
  }

  @Test
  void aSagaIsShownWithWhatItAskedAndHeard() {
    body =
        """
        {"orderId": "%1$s", "status": "CANCELLING", "placedAt": "2026-01-31T12:00:00Z", "version": 2,
         "attention": true, "commands": [{"step": "VOID_PAYMENT", "commandId": "%1$s",
           "sentAt": "2026-01-31T12:00:00Z", "attempts": 9, "attention": true}],
         "history": [{"seq": 1, "type": "OrderPlaced", "status": "AUTHORIZING",
           "at": "2026-01-31T12:00:00Z"}], "parked": []}"""
            .formatted(ID);
    assertThat(types("sagas resolve " + ID + " --step VOID_PAYMENT --reason by_hand")).isZero();
    assertThat(asked.get(0)).startsWith("POST /api/orders/operations/sagas/" + ID + "/resolve ");
    assertThat(out.toString()).contains("CANCELLING", "VOID_PAYMENT", "OrderPlaced");
  }

  @Test
  void howFarABrokerIsFilledAgainIsShownWithTheOutbox() {
    body =
        """
        {"unsent": 20000, "held": 0, "heldKeys": 0, "keptSince": "2026-01-24", "estimated": true,
         "republishing": {"since": "2026-01-24T00:00:00Z", "requestedAt": "2026-01-31T12:00:00Z",
           "expected": 5000000, "takenUp": 70500, "reached": "2026-01-24T01:02:03Z", "queued": 1}}""";
    assertThat(types("outbox state orders")).isZero();
    assertThat(out.toString())
        .contains("about 20000", "REACHED", "2026-01-24T01:02:03Z", "70500", "5000000");
  }

  private int types(String command) {
    String[] shared = {
      "--url", "http://localhost:" + server.getAddress().getPort() + "/", "--token", "t"
    };
    String[] arguments =
        Stream.concat(Stream.of(command.split(" ")), Stream.of(shared)).toArray(String[]::new);
    return Operator.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
