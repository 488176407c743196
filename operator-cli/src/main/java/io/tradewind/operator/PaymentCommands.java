package io.tradewind.operator;

import io.tradewind.client.Decisions;
import io.tradewind.client.OpenPayment;
import io.tradewind.client.PaymentDifference;
import io.tradewind.client.Reason;
import io.tradewind.client.Settlement;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Payments, here and at the provider. */
@Command(name = "payments", description = "Payments, here and at the provider.")
final class PaymentCommands {

  @ParentCommand private Operator operator;
  @Spec private CommandSpec spec;

  @Command(name = "open", description = "Lists requests that the provider has not answered.")
  void open(@Mixin Shared.Limit limit) {
    Table table = new Table("ORDER", "ASKED FOR", "WAITS", "TRIES", "ATTENTION", "FAILURE");
    var operations = operator.operations("payments");
    for (OpenPayment payment : Pages.read(operations::openPayments, limit.limit, out())) {
      table.row(
          payment.orderId(),
          payment.kind(),
          Table.age(payment.requestedAt()),
          payment.attempts(),
          payment.attention() ? "yes" : "no",
          payment.failure());
    }
    table.print(out());
  }

  @Command(
      name = "settle",
      description = "Vouches that people settled what the provider refuses to void or give back.")
  void settle(
      @Parameters(paramLabel = "ORDER", description = "Whose payment.") UUID order,
      @Option(
              names = "--elsewhere",
              description = "The provider's books will never show it, such as a bank transfer.")
          boolean elsewhere,
      @Mixin Shared.Why why) {
    Settlement settlement = new Settlement(elsewhere ? true : null, why.reason);
    operator.operations("payments").settle(order, settlement);
    out().println("Settled; the order goes on: tradewind sagas show " + order);
  }

  @Command(
      name = "differences",
      description = "Lists where the provider's ledger and ours differ, and what became of it.")
  void differences(
      @Option(names = "--status", description = "WAITING, CORRECTING, CORRECTED or IMPOSSIBLE")
          String status,
      @Mixin Shared.Limit limit) {
    Table table =
        new Table(
            "PAYMENT", "STATUS", "ACTION", "AMOUNT", "OURS", "THEIRS", "FOUND", "DECIDED",
            "DETAIL");
    var operations = operator.operations("payments");
    for (PaymentDifference found :
        Pages.read(
            (cursor, size) -> operations.reconciliation(status, cursor, size),
            limit.limit,
            out())) {
      table.row(
          found.payment(),
          found.status(),
          found.action(),
          found.amount() == null ? null : found.amount().amount() + " " + found.amount().currency(),
          found.ours(),
          found.theirs(),
          Table.age(found.foundAt()),
          found.decision() != null ? found.decision() : found.correctable() ? "correctable" : "no",
          found.detail());
    }
    table.print(out());
  }

  @Command(
      name = "correct",
      description = "Asks the provider for what makes both sides agree, as long as they stand so.")
  void correct(@Mixin Which which, @Mixin Shared.Why why) {
    decide("CORRECT", which, why);
  }

  @Command(name = "leave", description = "Lets differences be as they are.")
  void leave(@Mixin Which which, @Mixin Shared.Why why) {
    decide("LEAVE", which, why);
  }

  /** The named payments, or all undecided ones. */
  static final class Which {

    @Parameters(
        paramLabel = "PAYMENT",
        arity = "0..*",
        description = "As listed; without any, all undecided ones.")
    private List<String> payments = List.of();

    @Option(
        names = "--at-most",
        description = "Needed to decide about all: nothing is done when there are more.")
    private Integer atMost;
  }

  private void decide(String decision, Which which, Shared.Why why) {
    List<String> payments = which.payments.isEmpty() ? null : which.payments;
    int decided =
        operator
            .operations("payments")
            .decide(new Decisions(payments, decision, which.atMost, why.reason))
            .differences();
    out().println(decided + " decided; the result is in: tradewind payments differences");
  }

  @Command(name = "reconcile", description = "Compares with the provider's ledger now.")
  void reconcile(@Mixin Shared.Why why) {
    operator.operations("payments").reconcile(new Reason(why.reason));
    out().println("Started; the result is in: tradewind payments differences");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
