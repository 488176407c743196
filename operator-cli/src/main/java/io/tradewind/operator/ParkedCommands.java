package io.tradewind.operator;

import io.tradewind.client.Correction;
import io.tradewind.client.ParkedContent;
import io.tradewind.client.ParkedMessage;
import io.tradewind.client.Reason;
import io.tradewind.client.ReplayRequest;
import io.tradewind.client.ReplayRequested;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Messages that a service could not handle. */
@Command(name = "parked", description = "Messages that a service could not handle.")
final class ParkedCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists them in the order in which they were parked.")
  void list(
      @Mixin Shared.Of of,
      @Option(names = "--channel", description = "only of this channel") String channel,
      @Option(names = "--key", description = "only with this key") String key,
      @Option(names = "--cause", description = "only with this in their cause") String cause,
      @Mixin Shared.Limit limit) {
    Table table = new Table("ID", "CHANNEL", "KEY", "TYPE", "TRIES", "PARKED", "CAUSE");
    var operations = operator.operations(of.service);
    for (ParkedMessage message :
        Pages.read(
            (cursor, size) -> operations.parked(channel, key, cause, cursor, size),
            limit.limit,
            out())) {
      table.row(
          message.id(),
          message.channel(),
          message.key(),
          message.type(),
          message.attempts(),
          Table.age(message.parkedAt()),
          message.cause());
    }
    table.print(out());
  }

  @Command(name = "show", description = "Shows one with its headers and its payload.")
  void show(@Mixin Shared.Of of, @Parameters(index = "1", paramLabel = "ID") UUID id) {
    print(operator.operations(of.service).parked(id));
  }

  @Command(
      name = "replay",
      description = "Handles one again with what waits on its key, or all of a key or a cause.")
  void replay(
      @Mixin Shared.Of of,
      @Parameters(index = "1", arity = "0..1", paramLabel = "ID") UUID id,
      @Option(names = "--channel", description = "of this channel") String channel,
      @Option(names = "--key", description = "with this key") String key,
      @Option(names = "--cause", description = "with this in their cause") String cause,
      @Mixin Shared.Why why) {
    if (id == null && (channel == null || key == null && cause == null)) {
      throw new Complaint("Name an ID, or a --channel with a --key or a --cause.");
    }
    var operations = operator.operations(of.service);
    ReplayRequested requested =
        id == null
            ? operations.replay(new ReplayRequest(channel, key, cause, why.reason))
            : operations.replay(id, new Reason(why.reason));
    out().println(requested.messages() + " will be handled again, in order.");
  }

  @Command(name = "discard", description = "Takes one out for good; the audit keeps it.")
  void discard(
      @Mixin Shared.Of of,
      @Parameters(index = "1", paramLabel = "ID") UUID id,
      @Mixin Shared.Why why) {
    print(operator.operations(of.service).discard(id, new Reason(why.reason)));
    out().println("Discarded; what waited behind it is handled.");
  }

  @Command(name = "correct", description = "Puts a right message in the place of a wrong one.")
  void correct(
      @Mixin Shared.Of of,
      @Parameters(index = "1", paramLabel = "ID") UUID id,
      @Option(names = "--payload", required = true, description = "a file of JSON") Path payload,
      @Option(names = "--type", description = "such as PaymentVoided.v1") String type,
      @Mixin Shared.Why why) {
    Correction correction = new Correction(type, textOf(payload), why.reason);
    print(operator.operations(of.service).correct(id, correction));
    out().println("Corrected; it is handled in its place.");
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new Complaint(file + " cannot be read as text: name a file of JSON.");
    }
  }

  private void print(ParkedContent content) {
    ParkedMessage message = content.message();
    Table table =
        Table.ofOne()
            .row("id", message.id())
            .row("channel", message.channel())
            .row("key", message.key())
            .row("parked", message.parkedAt())
            .row("tries", message.attempts())
            .row("cause", message.cause());
    content.headers().forEach(table::row);
    table.print(out());
    out().println();
    out()
        .println(
            content.payload() == null
                ? "(base64) " + content.payloadBase64()
                : Printable.of(content.payload()));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
