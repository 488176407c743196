package io.tradewind.operator;

import io.tradewind.client.Reason;
import io.tradewind.client.StockDifference;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Checks of stock against its movements and reservations. */
@Command(name = "stock", description = "Stock beside what it should be.")
final class StockCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(name = "check", description = "Recomputes all stock and lists what differs.")
  void check(@Mixin Shared.Limit limit) {
    print(Pages.read(operator.operations("inventory")::stock, limit.limit, out()));
  }

  @Command(name = "repair", description = "Makes a product's stock what its history says.")
  void repair(@Parameters(paramLabel = "SKU") String sku, @Mixin Shared.Why why) {
    print(List.of(operator.operations("inventory").repairStock(sku, new Reason(why.reason))));
    out().println("Repaired: it is what was counted.");
  }

  private void print(List<StockDifference> differences) {
    Table table =
        new Table(
            "SKU",
            "ON HAND",
            "RESERVED",
            "AVAILABLE",
            "COUNTED ON HAND",
            "COUNTED RESERVED",
            "HELD BY ORDERS",
            "REPAIRABLE");
    for (StockDifference found : differences) {
      table.row(
          found.sku(),
          found.stock().onHand(),
          found.stock().reserved(),
          found.stock().available(),
          found.counted().onHand(),
          found.counted().reserved(),
          found.heldByOrders(),
          found.repairable() ? "yes" : "no");
    }
    table.print(out());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
