package io.tradewind.operator;

import io.tradewind.client.LostEvent;
import io.tradewind.client.Reason;
import io.tradewind.client.Rebuilt;
import io.tradewind.client.WriteOff;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Events that orders' database lost when it was restored to an earlier time. */
@Command(name = "lost", description = "Orders that a restored database has lost.")
final class LostCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description =
          "Lists events that were published and that the restored database does not have.")
  void list(@Mixin Shared.Limit limit) {
    Table table = new Table("ORDER", "EVENT", "AGE");
    var operations = operator.operations("orders");
    for (LostEvent event : Pages.read(operations::lostEvents, limit.limit, out())) {
      table.row(event.orderId(), event.type(), Table.age(event.at()));
    }
    table.print(out());
  }

  @Command(name = "rebuild", description = "Does it again, a portion at a time.")
  void rebuild(@Mixin Shared.Why why) {
    Rebuilt result = operator.operations("orders").rebuild(new Reason(why.reason));
    out().println(result.rebuilt() + " done again, " + result.left() + " left.");
  }

  @Command(name = "write-off", description = "Lets go of what was lost of an order.")
  void writeOff(@Parameters(paramLabel = "ORDER") UUID order, @Mixin Shared.Why why) {
    WriteOff which = new WriteOff(List.of(order), why.reason);
    out().println(operator.operations("orders").writeOff(which).writtenOff() + " written off.");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
