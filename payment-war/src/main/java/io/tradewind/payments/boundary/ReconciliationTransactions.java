package io.tradewind.payments.boundary;

import io.tradewind.http.operations.Audit;
import io.tradewind.http.operations.Reason;
import io.tradewind.payments.control.DatabaseClock;
import io.tradewind.payments.control.LedgerDifferences;
import io.tradewind.payments.control.LedgerProgress;
import io.tradewind.payments.control.LedgerProgress.Mark;
import io.tradewind.payments.control.ProviderLine;
import io.tradewind.payments.control.ProviderPayment;
import io.tradewind.payments.control.Reconciler;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The reconciler's transactions: one before the provider is queried, one after. */
@ApplicationScoped
public class ReconciliationTransactions {

  private static final int AT_ONCE = 100;

  private final Reconciler reconciler;
  private final LedgerDifferences differences;
  private final LedgerProgress progress;
  private final DatabaseClock clock;
  private final Audit audit;
  private final int correctAtMost;
  private final int stopAt;

  protected ReconciliationTransactions() {
    this(null, null, null, null, null, 0, 0);
  }

  @Inject
  ReconciliationTransactions(
      Reconciler reconciler,
      LedgerDifferences differences,
      LedgerProgress progress,
      DatabaseClock clock,
      Audit audit,
      @ConfigProperty(name = "tradewind.payments.correct-at-most") int correctAtMost,
      @ConfigProperty(name = "tradewind.payments.differences-at-most") int stopAt) {
    this.reconciler = reconciler;
    this.differences = differences;
    this.progress = progress;
    this.clock = clock;
    this.audit = audit;
    this.correctAtMost = correctAtMost;
    this.stopAt = stopAt;
  }

  @Transactional
  public Instant now() {
    return clock.now();
  }

  @Transactional
  public long position() {
    return progress.position();
  }

  @Transactional
  public List<Mark> marks(int limit) {
    return progress.marks(limit);
  }

  @Transactional
  public void startAgain(long position, Instant entries) {
    progress.startAgain(position, entries);
  }

  /** Lists the payments that differ, before any query, and stores that these lines are read. */
  @Transactional
  public void read(List<ProviderLine> lines) {
    reconciler.listUnmatchedLines(lines);
    progress.read(lines, clock.now());
  }

  /** Checks our own entries that are as old as these lines. */
  @Transactional
  public void entries(Instant linesUntil) {
    progress.compared(reconciler.listEntries(progress.enteredUntil(), linesUntil), clock.now());
  }

  /** Some differences that nobody has examined since. */
  @Transactional
  public List<String> open(Instant before) {
    return differences.open(before, AT_ONCE);
  }

  /**
   * The differences to correct now: all that operators have decided, and a few that need no
   * decision, unless so many differ that single payments are not the cause.
   */
  @Transactional
  public List<String> toCorrect() {
    List<String> decided = differences.decided(Integer.MAX_VALUE);
    return isStopped(differences.undecided())
        ? decided
        : Stream.concat(decided.stream(), differences.correctable(correctAtMost).stream()).toList();
  }

  /** Whether so many differ that single payments are not the cause. */
  public boolean isStopped(long undecided) {
    return undecided > stopAt;
  }

  @Transactional
  public void compare(String payment, ProviderPayment there) {
    reconciler.compare(payment, there);
  }

  @Transactional
  public Optional<ProviderRequest> correct(String payment, ProviderPayment there) {
    return reconciler.correct(payment, there);
  }

  @Transactional
  public void record(String payment, ProviderAnswer answer) {
    reconciler.record(payment, answer);
  }

  @Transactional
  public void postponeComparison(String payment, String why) {
    reconciler.postponeComparison(payment, why);
  }

  @Transactional
  public void finished() {
    progress.finished(clock.now());
  }

  /** Not even its stored difference can be read. */
  @Transactional
  public void skip(String payment) {
    differences.skip(payment, clock.now());
  }

  @Transactional
  public void auditRun(Reason reason) {
    audit.record("reconcile", "payments", reason, null);
  }
}
