package io.tradewind.operator;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that several commands have. */
final class Shared {

  private Shared() {}

  /** How many items a list shows. */
  static final class Limit {
    @Option(
        names = "--limit",
        defaultValue = "50",
        paramLabel = "N",
        description = "How many to show; default: ${DEFAULT-VALUE}")
    int limit;
  }

  /** The reason for a change; it is stored with the change. */
  static final class Why {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, in 1 to 200 characters; it is kept with your user id.")
    String reason;
  }

  /** The service of a command. */
  static final class Of {
    @Parameters(
        index = "0",
        paramLabel = "SERVICE",
        description = "users, orders, payments, inventory or notifications")
    String service;
  }
}
