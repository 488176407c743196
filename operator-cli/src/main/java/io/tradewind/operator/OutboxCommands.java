package io.tradewind.operator;

import io.tradewind.client.OutboxState;
import io.tradewind.client.Redrive;
import io.tradewind.client.Republication;
import io.tradewind.client.Republishing;
import io.tradewind.client.Sending;
import io.tradewind.client.UnsentMessage;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Messages in a service's outbox. */
@Command(name = "outbox", description = "Messages that have not left a service.")
final class OutboxCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(name = "state", description = "Says how much waits, and since when.")
  void state(@Mixin Shared.Of of) {
    OutboxState state = operator.operations(of.service).outbox();
    new Table("SERVICE", "UNSENT", "HELD", "HELD KEYS", "OLDEST", "KEPT SINCE")
        .row(
            of.service,
            about(state.unsent(), state.estimated()),
            state.held(),
            state.heldKeys(),
            Table.age(state.oldestUnsent()),
            state.keptSince())
        .print(out());
    if (state.republishing() != null) {
      print(state.republishing());
    }
  }

  private void print(Republishing now) {
    out().println();
    new Table("SENT AGAIN SINCE", "TOPIC", "REACHED", "MESSAGES", "OF ABOUT", "WAITING REQUESTS")
        .row(now.since(), now.topic(), now.reached(), now.takenUp(), now.expected(), now.queued())
        .print(out());
  }

  private static String about(long messages, boolean estimated) {
    return estimated ? "about " + messages : Long.toString(messages);
  }

  @Command(name = "list", description = "Lists what has not left, in the order in which it will.")
  void list(
      @Mixin Shared.Of of,
      @Option(names = "--held", description = "only what the broker refused") Boolean held,
      @Mixin Shared.Limit limit) {
    Table table = new Table("ID", "TOPIC", "KEY", "TYPE", "WAITS", "HELD", "FAILURE");
    var operations = operator.operations(of.service);
    for (UnsentMessage message :
        Pages.read((cursor, size) -> operations.unsent(held, cursor, size), limit.limit, out())) {
      table.row(
          message.id(),
          message.topic(),
          message.key(),
          message.type(),
          Table.age(message.writtenAt()),
          Table.age(message.heldAt()),
          message.failure());
    }
    table.print(out());
  }

  @Command(name = "redrive", description = "Tries at once what the broker refused.")
  void redrive(
      @Mixin Shared.Of of,
      @Option(names = "--topic", description = "only what goes there") String topic,
      @Option(names = "--key", description = "only with this key") String key,
      @Mixin Shared.Why why) {
    int messages =
        operator.operations(of.service).redrive(new Redrive(topic, key, why.reason)).messages();
    out().println(messages + " will be tried again.");
  }

  @Command(name = "republish", description = "Sends once more what was sent since an instant.")
  void republish(
      @Mixin Shared.Of of,
      @Option(names = "--since", required = true, description = "such as 2026-01-31T12:00:00Z")
          Instant since,
      @Option(names = "--topic", description = "only what goes there") String topic,
      @Mixin Shared.Why why) {
    Republication which = new Republication(since, topic, why.reason);
    Sending sending = operator.operations(of.service).republish(which);
    out().println(about(sending.messages(), sending.estimated()) + " will be sent once more.");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
