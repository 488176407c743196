package io.tradewind.systemtests.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.stack.Service;
import io.tradewind.systemtests.torture.HttpCalls.Reply;
import io.tradewind.systemtests.torture.Journal.Said;
import io.tradewind.systemtests.torture.RunContext.Person;
import java.net.URI;
import java.net.http.WebSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** A subscriber whose socket drops again and again, and resumes after the last number received. */
final class ResumingSubscriber {

  private final String name;
  final Person person;
  private final RunContext context;
  private final Journal journal;
  private final ActorRandom random;
  private Connection database;
  private long last;

  ResumingSubscriber(Shopper of, long seed, RunContext context, Journal journal) {
    this.name = "ear of " + of.name;
    this.person = of.person;
    this.context = context;
    this.journal = journal;
    this.random = new ActorRandom(seed, name);
  }

  void listens(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      WebSocket socket = open();
      if (socket != null) {
        random.passes(500, 4000);
        socket.abort();
      }
      random.passes(50, 500);
    }
  }

  /**
   * Resumes once more, until nothing comes for a moment.
   *
   * @return the last number that was received
   */
  long resumes() {
    WebSocket socket = open();
    long before;
    do {
      before = last();
      random.passes(400, 400);
    } while (socket != null && last() > before);
    if (socket != null) {
      socket.abort();
    }
    return last();
  }

  private synchronized long last() {
    return last;
  }

  private WebSocket open() {
    Reply ticket =
        context.web.post(
            context.url(Service.NOTIFICATIONS, "/tickets"), person.token(), null, null);
    if (ticket.said() != Said.OK) {
      return null;
    }
    String base = context.stack.url(Service.NOTIFICATIONS).toString();
    URI uri =
        URI.create(
            base.replaceFirst("^http", "ws")
                + "api/notifications/stream?ticket="
                + ticket.body().path("ticket").asText()
                + "&after="
                + last());
    try {
      return context
          .web
          .client()
          .newWebSocketBuilder()
          .header("Origin", base.substring(0, base.length() - 1))
          .connectTimeout(Duration.ofSeconds(3))
          .buildAsync(uri, new Hearing(last()))
          .join();
    } catch (CompletionException refused) {
      return null;
    }
  }

  /**
   * Records a notification, and records it as refused too if it was received before it was stored.
   */
  private synchronized void heard(long number, String type) {
    last = Math.max(last, number);
    if (!isStored(number)) {
      journal.write(name, "hear", null, type, Said.REFUSED, number + " before it was stored");
    }
    journal.write(name, "hear", null, type, Said.OK, Long.toString(number));
  }

  /** Asks the database directly; true while that is down, because the answer is then unknown. */
  private boolean isStored(long number) {
    String row =
        "select 1 from notification where user_id = '" + person.id() + "' and seq = " + number;
    try (Statement look = database().createStatement();
        ResultSet found = look.executeQuery(row)) {
      return found.next();
    } catch (SQLException away) {
      database = null;
      return true;
    }
  }

  /** One connection for all looks: opening one takes longer than a frame on a busy machine. */
  private Connection database() throws SQLException {
    if (database == null || database.isClosed()) {
      database = context.stack.postgres().superuser(Service.NOTIFICATIONS.id());
    }
    return database;
  }

  private void missed(long expected, long came) {
    journal.write(
        name, "hear", null, null, Said.REFUSED, "expected " + expected + " and " + came + " came");
  }

  private final class Hearing implements WebSocket.Listener {

    private final StringBuilder partial = new StringBuilder();
    private long expected;

    Hearing(long after) {
      expected = after + 1;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean end) {
      partial.append(text);
      if (end) {
        JsonNode frame = HttpCalls.json(partial.toString());
        partial.setLength(0);
        long number = frame.path("seq").asLong();
        if (number != expected) {
          missed(expected, number);
        }
        expected = number + 1;
        heard(number, frame.path("type").asText());
      }
      socket.request(1);
      return null;
    }
  }
}
