package io.tradewind.stack.provider;

import io.tradewind.stack.provider.LedgerLine.Result;

/** One payment as the provider sees it: the sum of its ledger lines. */
final class Account {

  enum Status {
    UNKNOWN,
    AUTHORISED,
    DECLINED,
    CAPTURED,
    VOIDED
  }

  /** The result of an operation before it is written. */
  record Verdict(Result result, long amount, String reason) {

    static Verdict done(long amount) {
      return new Verdict(Result.DONE, amount, null);
    }

    static Verdict refused(String reason) {
      return new Verdict(Result.REFUSED, 0, reason);
    }
  }

  private Status status = Status.UNKNOWN;
  private long authorised;
  private long captured;
  private long refunded;
  private String currency;
  private String method;

  Verdict judge(Operation operation, long amount, String method) {
    return switch (operation) {
      case AUTHORISE -> judgeAuthorisation(amount, method);
      case CAPTURE -> judgeCapture(amount);
      case VOID -> judgeVoid();
      case REFUND -> judgeRefund(amount);
    };
  }

  private Verdict judgeAuthorisation(long amount, String method) {
    return switch (status) {
      case UNKNOWN ->
          "pm_declined".equals(method)
              ? Verdict.refused("card-declined")
              : amount > 0 ? Verdict.done(amount) : Verdict.refused("bad-amount");
      case DECLINED -> Verdict.refused("card-declined");
      case VOIDED -> Verdict.refused("voided");
      case AUTHORISED, CAPTURED -> Verdict.refused("already-authorised");
    };
  }

  private Verdict judgeCapture(long amount) {
    if (status != Status.AUTHORISED) {
      return Verdict.refused(status == Status.CAPTURED ? "already-captured" : "not-authorised");
    }
    if ("pm_capture_fails".equals(method)) {
      return Verdict.refused("capture-failed");
    }
    return amount > 0 && amount <= authorised
        ? Verdict.done(amount)
        : Verdict.refused("bad-amount");
  }

  /** An unknown payment is voided too: it will never be authorised. */
  private Verdict judgeVoid() {
    return status == Status.CAPTURED
        ? Verdict.refused("already-captured")
        : Verdict.done(status == Status.AUTHORISED ? authorised : 0);
  }

  private Verdict judgeRefund(long amount) {
    if (status != Status.CAPTURED) {
      return Verdict.refused("not-captured");
    }
    return amount > 0 && amount <= captured - refunded
        ? Verdict.done(amount)
        : Verdict.refused("bad-amount");
  }

  void apply(LedgerLine line) {
    if (line.operation() == Operation.AUTHORISE && status == Status.UNKNOWN) {
      method = line.method();
      currency = line.currency();
      status = line.isDone() ? Status.AUTHORISED : Status.DECLINED;
      authorised = line.amount();
    } else if (line.isDone()) {
      move(line);
    }
  }

  private void move(LedgerLine line) {
    switch (line.operation()) {
      case CAPTURE -> {
        status = Status.CAPTURED;
        captured = line.amount();
      }
      case VOID -> status = Status.VOIDED;
      case REFUND -> refunded += line.amount();
      case AUTHORISE -> throw new IllegalStateException("authorised twice: " + line);
    }
  }

  Status status() {
    return status;
  }

  long authorised() {
    return authorised;
  }

  long captured() {
    return captured;
  }

  long refunded() {
    return refunded;
  }

  String currency() {
    return currency;
  }

  String method() {
    return method;
  }
}
