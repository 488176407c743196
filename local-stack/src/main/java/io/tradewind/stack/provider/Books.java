package io.tradewind.stack.provider;

import io.tradewind.stack.provider.Account.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The provider's state: the accounts and the result for each key, rebuilt from the ledger at start.
 * A key is executed once: a repeat gets the same line, even while the first one is being written.
 */
final class Books implements AutoCloseable {

  /** A decided operation, and a future for when it is durable. */
  record Entry(LedgerLine line, CompletableFuture<LedgerLine> durable, boolean first) {}

  /** A request of the merchant. */
  record Request(
      String key,
      String payment,
      Operation operation,
      long amount,
      String currency,
      String method) {}

  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Entry> byKey = new HashMap<>();
  private final List<LedgerLine> lines = new ArrayList<>();
  private final Clock clock = Clock.systemUTC();
  private final LedgerFile file;

  Books(Path ledger) throws IOException {
    file = new LedgerFile(ledger, this::recall);
  }

  private void recall(LedgerLine line) {
    remember(line, CompletableFuture.completedFuture(line));
  }

  private void remember(LedgerLine line, CompletableFuture<LedgerLine> durable) {
    lines.add(line);
    accounts.computeIfAbsent(line.payment(), unknown -> new Account()).apply(line);
    byKey.put(line.key(), new Entry(line, durable, false));
  }

  /**
   * Decides once per key. The returned future completes when the line is on disk.
   *
   * @throws Refusal when the key was used for something else
   */
  synchronized Entry decide(Request request) {
    Entry known = byKey.get(request.key);
    if (known != null) {
      requireSame(known.line, request);
      return known;
    }
    Account account = accounts.getOrDefault(request.payment, new Account());
    Verdict verdict = account.judge(request.operation, request.amount, request.method);
    LedgerLine line = lineOf(request, verdict, account);
    CompletableFuture<LedgerLine> durable = file.append(line).thenApply(onDisk -> line);
    remember(line, durable);
    return new Entry(line, durable, true);
  }

  private LedgerLine lineOf(Request request, Verdict verdict, Account account) {
    return new LedgerLine(
        lines.size() + 1L,
        clock.instant(),
        request.key,
        request.payment,
        request.operation,
        request.amount,
        verdict.amount(),
        request.currency == null ? account.currency() : request.currency,
        request.method,
        verdict.result(),
        verdict.reason());
  }

  private static void requireSame(LedgerLine line, Request request) {
    if (!line.payment().equals(request.payment)
        || line.operation() != request.operation
        || line.asked() != request.amount) {
      throw new Refusal(422, "the key was used for another request");
    }
  }

  synchronized Optional<Entry> entry(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  synchronized Optional<PaymentView> payment(String payment) {
    return Optional.ofNullable(accounts.get(payment))
        .map(account -> PaymentView.of(payment, account));
  }

  synchronized String methodOf(String payment) {
    Account account = accounts.get(payment);
    return account == null ? null : account.method();
  }

  /** The lines after a position, oldest first. */
  synchronized List<LedgerLine> after(long seq, int limit) {
    int from = (int) Math.min(Math.max(seq, 0), lines.size());
    return List.copyOf(lines.subList(from, Math.min(lines.size(), from + limit)));
  }

  @Override
  public void close() {
    file.close();
  }
}
