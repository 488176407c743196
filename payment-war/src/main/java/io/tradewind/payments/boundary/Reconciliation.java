package io.tradewind.payments.boundary;

import io.tradewind.database.RetryableFailures;
import io.tradewind.payments.control.LedgerProgress.Mark;
import io.tradewind.payments.control.PaymentGateway;
import io.tradewind.payments.control.ProviderLine;
import io.tradewind.payments.control.Reconciler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads on in the provider's ledger every minute: it lists differences, then queries the provider
 * for each, then corrects what may be corrected, once it is known how many differ. Several replicas
 * may do it at once: corrections use the same keys.
 */
@ApplicationScoped
public class Reconciliation {

  private static final Logger LOG = System.getLogger(Reconciliation.class.getName());

  /**
   * How long one run reads the ledger: half of the time after which a task counts as hanging; the
   * next run reads the rest.
   */
  private static final long READING_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** How long one run queries the provider about differences; the rest is listed already. */
  private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Before the first entry. */
  private static final Instant EVER = Instant.EPOCH;

  private final ReconciliationTransactions transactions;
  private final Reconciler reconciler;
  private final PaymentGateway gateway;
  private final Duration grace;
  private final LongSupplier ticker;

  protected Reconciliation() {
    this(null, null, null, Duration.ZERO);
  }

  @Inject
  Reconciliation(
      ReconciliationTransactions transactions,
      Reconciler reconciler,
      PaymentGateway gateway,
      @ConfigProperty(name = "tradewind.payments.reconcile-after") Duration grace) {
    this(transactions, reconciler, gateway, grace, System::nanoTime);
  }

  /**
   * @param ticker monotonic nanoseconds
   */
  Reconciliation(
      ReconciliationTransactions transactions,
      Reconciler reconciler,
      PaymentGateway gateway,
      Duration grace,
      LongSupplier ticker) {
    this.transactions = transactions;
    this.reconciler = reconciler;
    this.gateway = gateway;
    this.grace = grace;
    this.ticker = ticker;
  }

  void run() {
    try {
      if (readOn(whereToReadOn())) {
        lookAgain();
        transactions.toCorrect().forEach(payment -> isolated(payment, this::correct));
        transactions.finished();
      }
    } catch (RuntimeException notNow) {
      LOG.log(Level.WARNING, "the provider's ledger is compared later: " + notNow);
    }
  }

  /** After the last mark, if its line still exists. */
  private long whereToReadOn() {
    List<Mark> last = transactions.marks(1);
    if (last.isEmpty()) {
      return transactions.position();
    }
    return reconciler.isThere(last.get(0))
        ? last.get(0).position()
        : startAgain(transactions.marks(Integer.MAX_VALUE));
  }

  /**
   * A provider whose ledger was restored has fewer lines than were read. Reading restarts some time
   * before the last mark that still fits, so that the lines of all entries since are available.
   */
  private long startAgain(List<Mark> marks) {
    Optional<Mark> fits = newestThatFits(marks);
    Instant entries = fits.map(mark -> mark.at().minus(grace.multipliedBy(2))).orElse(EVER);
    Instant lines = entries.minus(grace);
    long position =
        marks.stream()
            .filter(mark -> !mark.at().isAfter(lines))
            .findFirst()
            .map(Mark::position)
            .orElse(0L);
    LOG.log(Level.WARNING, "the provider's ledger was restored: read again from " + position);
    transactions.startAgain(position, entries);
    return position;
  }

  /** Binary search; the first of the marks, the newest, is known to be gone. */
  private Optional<Mark> newestThatFits(List<Mark> marks) {
    int gone = 0;
    int there = marks.size();
    while (there - gone > 1) {
      int middle = (gone + there) / 2;
      if (reconciler.isThere(marks.get(middle))) {
        there = middle;
      } else {
        gone = middle;
      }
    }
    return there < marks.size() ? Optional.of(marks.get(there)) : Optional.empty();
  }

  /**
   * Lists differences before the provider is queried about any of them.
   *
   * @return whether everything is read
   */
  private boolean readOn(long position) {
    Instant now = transactions.now();
    long began = ticker.getAsLong();
    List<ProviderLine> lines = reconciler.settledLines(position, now);
    while (!lines.isEmpty()) {
      transactions.read(lines);
      if (ticker.getAsLong() - began >= READING_NANOS) {
        return false;
      }
      lines = reconciler.settledLines(lines.get(lines.size() - 1).seq(), now);
    }
    transactions.entries(now.minus(grace));
    return true;
  }

  private void lookAgain() {
    Instant before = transactions.now();
    long began = ticker.getAsLong();
    List<String> open;
    do {
      open = transactions.open(before);
      open.forEach(payment -> isolated(payment, this::compare));
    } while (!open.isEmpty() && ticker.getAsLong() - began < LOOKING_NANOS);
  }

  private void compare(String payment) {
    transactions.compare(payment, reconciler.payment(payment));
  }

  private void correct(String payment) {
    transactions
        .correct(payment, reconciler.payment(payment))
        .ifPresent(request -> transactions.record(payment, gateway.call(request)));
  }

  /** A payment whose query fails delays no other: it is noted and tried again. */
  private void isolated(String payment, Consumer<String> step) {
    try {
      step.accept(payment);
    } catch (RuntimeException noAnswer) {
      LOG.log(Level.WARNING, "payment " + payment + " is compared later: " + noAnswer);
      postponeComparison(payment, OperationIsolation.reason(noAnswer));
    }
  }

  private void postponeComparison(String payment, String why) {
    try {
      transactions.postponeComparison(payment, why);
    } catch (RuntimeException failed) {
      RetryableFailures.rethrowIfRetryable(failed);
      LOG.log(Level.WARNING, "the finding of " + payment + " cannot be read", failed);
      transactions.skip(payment);
    }
  }
}
