package io.tradewind.operator;

import io.tradewind.client.OpenSaga;
import io.tradewind.client.Reason;
import io.tradewind.client.Saga;
import io.tradewind.client.SagaStep;
import java.io.PrintWriter;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Sagas of orders. */
@Command(name = "sagas", description = "Orders that wait for an answer.")
final class SagaCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists what waits, with the step it waits for.")
  void list(
      @Option(names = "--status", description = "such as CANCELLING") String status,
      @Option(names = "--step", description = "such as VOID_PAYMENT") String step,
      @Option(names = "--older-than", description = "such as 60s") String olderThan,
      @Option(names = "--stuck", description = "asked again, or parked") Boolean stuck,
      @Option(names = "--attention", description = "a person should look") Boolean attention,
      @Mixin Shared.Limit limit) {
    Table table = new Table("ORDER", "STATUS", "STEP", "WAITS", "TRIES", "ATTENTION", "PARKED");
    var operations = operator.operations("orders");
    for (OpenSaga saga :
        Pages.read(
            (cursor, size) ->
                operations.sagas(status, step, olderThan, stuck, attention, cursor, size),
            limit.limit,
            out())) {
      table.row(
          saga.orderId(),
          saga.status(),
          saga.step(),
          Table.age(saga.sentAt()),
          saga.attempts(),
          saga.attention() ? "yes" : "no",
          saga.parked() ? "yes" : "no");
    }
    table.print(out());
  }

  @Command(name = "show", description = "Shows the commands and replies of one saga.")
  void show(@Parameters(paramLabel = "ORDER") UUID order) {
    print(operator.operations("orders").saga(order));
  }

  @Command(name = "retry", description = "Asks again now.")
  void retry(
      @Parameters(paramLabel = "ORDER") UUID order,
      @Option(names = "--step", description = "only this step") String step,
      @Mixin Shared.Why why) {
    print(operator.operations("orders").retry(order, new SagaStep(step, why.reason)));
  }

  @Command(name = "compensate", description = "Calls the order off, where that is possible.")
  void compensate(@Parameters(paramLabel = "ORDER") UUID order, @Mixin Shared.Why why) {
    print(operator.operations("orders").compensate(order, new Reason(why.reason)));
  }

  @Command(
      name = "resolve",
      description = "Vouches for an undoing that needs attention, such as a refund made by hand.")
  void resolve(
      @Parameters(paramLabel = "ORDER") UUID order,
      @Option(names = "--step", required = true, description = "such as VOID_PAYMENT") String step,
      @Mixin Shared.Why why) {
    print(operator.operations("orders").resolve(order, new SagaStep(step, why.reason)));
  }

  private void print(Saga saga) {
    new Table("ORDER", "STATUS", "REASON", "PLACED", "ATTENTION", "PARKED", "TRACE")
        .row(
            saga.orderId(),
            saga.status(),
            saga.reason(),
            Table.age(saga.placedAt()),
            saga.attention() ? "yes" : "no",
            saga.parked().size(),
            saga.traceId())
        .print(out());
    out().println();
    Table asked = new Table("ASKED", "COMMAND", "SENT", "TRIES", "ANSWERED", "ASKED AGAIN");
    for (Saga.Command command : saga.commands()) {
      asked.row(
          command.step(),
          command.commandId(),
          command.sentAt(),
          command.attempts(),
          command.answeredAt(),
          command.askedAgainAt());
    }
    asked.print(out());
    out().println();
    Table heard = new Table("HEARD", "LED TO", "AT");
    saga.history().forEach(event -> heard.row(event.type(), event.status(), event.at()));
    heard.print(out());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
