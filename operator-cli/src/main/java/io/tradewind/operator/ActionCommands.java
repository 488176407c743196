package io.tradewind.operator;

import io.tradewind.client.OperatorAction;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The audit trail. */
@Command(name = "actions", description = "What operators did.")
final class ActionCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists it, the newest first.")
  void list(
      @Mixin Shared.Of of,
      @Option(names = "--subject", description = "only about this, such as parked/ID or saga/ORDER")
          String subject,
      @Mixin Shared.Limit limit) {
    Table table = new Table("AT", "WHO", "ACTION", "SUBJECT", "REASON", "DETAIL");
    var operations = operator.operations(of.service);
    for (OperatorAction action :
        Pages.read(
            (cursor, size) -> operations.actions(subject, cursor, size), limit.limit, out())) {
      table.row(
          action.at(),
          action.who(),
          action.action(),
          action.subject(),
          action.reason(),
          action.detail());
    }
    table.print(out());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
