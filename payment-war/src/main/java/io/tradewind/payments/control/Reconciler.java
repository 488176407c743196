package io.tradewind.payments.control;

import static java.util.stream.Collectors.toSet;

import io.tradewind.payments.control.LedgerProgress.Mark;
import io.tradewind.payments.entity.Correction;
import io.tradewind.payments.entity.LedgerDifference;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.PaymentBalance;
import io.tradewind.payments.entity.PaymentStatus;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.values.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Compares the provider's ledger with ours. Nearly every line was entered here under its own key
 * and costs nothing; only a payment with a line that is unknown here, or with an entry that has no
 * line at the provider, is queried and compared. Payments in progress are left alone until they
 * have ended: an unknown outcome is found out by the operation itself, not guessed.
 */
@ApplicationScoped
public class Reconciler {

  /** Lines in one request, and in one query here. */
  public static final int PAGE = 1_000;

  private static final String UNKNOWN_HERE =
      "unknown here: its order may live, in a database that was restored or in another stack";

  /** More bad lines in one page mean another ledger, not bad lines. */
  private static final int UNREADABLE_AT_ONCE = 100;

  private final Payments payments;
  private final LedgerDifferences differences;
  private final ResilientProvider calls;
  private final DatabaseClock clock;
  private final Duration grace;
  private final Duration heldAtMost;

  protected Reconciler() {
    this(null, null, null, null, Duration.ZERO, Duration.ZERO);
  }

  @Inject
  Reconciler(
      Payments payments,
      LedgerDifferences differences,
      ResilientProvider calls,
      DatabaseClock clock,
      @ConfigProperty(name = "tradewind.payments.reconcile-after") Duration grace,
      @ConfigProperty(name = "tradewind.payments.held-at-most") Duration heldAtMost) {
    this.payments = payments;
    this.differences = differences;
    this.calls = calls;
    this.clock = clock;
    this.grace = grace;
    this.heldAtMost = heldAtMost;
  }

  /**
   * Lines after a position, up to the last that is old enough to have been entered here; one whose
   * time is unreadable or in the future does not block those after it. Called outside of a
   * transaction, because it calls the provider.
   */
  public List<ProviderLine> settledLines(long after, Instant now) {
    List<ProviderLine> lines = calls.ledger(after, PAGE);
    if (lines.stream().filter(line -> !line.isReadable()).count() > UNREADABLE_AT_ONCE) {
      throw new IllegalStateException("the provider's ledger cannot be read behind " + after);
    }
    Instant newest = now.minus(grace);
    int settled = 0;
    for (int i = 0; i < lines.size(); i++) {
      ProviderLine line = lines.get(i);
      if (!line.isReadable() || line.at().isBefore(newest)) {
        settled = i + 1;
      }
    }
    return lines.subList(0, settled);
  }

  /** Whether the provider's ledger still has the line. Called outside of a transaction. */
  public boolean isThere(Mark mark) {
    return calls.ledger(mark.position() - 1, 1).stream()
        .anyMatch(line -> line.seq() == mark.position() && mark.key().equals(line.key()));
  }

  /** Lists the payments with a line that moved money and was not entered here. */
  public void listUnmatchedLines(List<ProviderLine> lines) {
    Instant now = clock.now();
    Set<UUID> orders =
        lines.stream()
            .map(ProviderLine::payment)
            .flatMap(name -> Ids.parse(name).stream())
            .collect(toSet());
    Set<String> known = payments.keysEntered(orders);
    Set<String> strangers = new LinkedHashSet<>();
    for (ProviderLine line : lines) {
      if (!line.isReadable()) {
        differences.listLine(line.seq(), "cannot be read: " + line.trouble(), now);
      }
      if (line.payment() != null && line.moved() && !known.contains(line.key())) {
        strangers.add(line.payment());
      }
    }
    differences.list(strangers, "a line of the provider's ledger is unknown here", now);
  }

  /**
   * Lists our entries without a line at the provider, and payments that were held for too long.
   * Half the grace is left as a margin for clock differences.
   */
  public Instant listEntries(Optional<Instant> after, Instant linesUntil) {
    Instant now = clock.now();
    Instant until = linesUntil.minus(grace.dividedBy(2));
    after
        .filter(until::isAfter)
        .ifPresent(
            from -> {
              differences.listWithoutLine(from, until, now);
              differences.listHeld(
                  from.minus(heldAtMost), until.minus(heldAtMost), heldTooLong(), now);
            });
    return until;
  }

  private String heldTooLong() {
    return "held for more than " + heldAtMost + ", and nothing more is requested";
  }

  /** The payment's state at the provider. Called outside of a transaction. */
  public ProviderPayment payment(String payment) {
    try {
      return calls.payment(payment);
    } catch (NotFoundException neverHeard) {
      return ProviderPayment.UNKNOWN;
    }
  }

  /** Records the difference without requesting anything. */
  public void compare(String payment, ProviderPayment there) {
    look(payment, there);
  }

  /**
   * Records the difference and the correction that is about to be requested.
   *
   * @return what to ask the provider for, after the commit
   */
  public Optional<ProviderRequest> correct(String payment, ProviderPayment there) {
    return look(payment, there)
        .filter(found -> found.known || found.difference.isToBeCorrected())
        .map(
            found ->
                found.difference.correct(
                    found.correction, found.order, there.balance().taken(), there.currency()));
  }

  /** A difference that the provider could be asked to correct. */
  private record Correctable(
      LedgerDifference difference, Correction correction, UUID order, boolean known) {}

  private Optional<Correctable> look(String payment, ProviderPayment there) {
    Instant now = clock.now();
    PaymentBalance theirs = there.balance();
    Optional<UUID> order = Ids.parse(payment);
    Payment known = order.map(id -> payments.lock(Set.of(id)).get(id)).orElse(null);
    PaymentBalance ours = PaymentBalance.ours(known);
    Optional<LedgerDifference> before = differences.lock(payment);
    Optional<Correction> correction = Correction.between(ours, theirs);
    if (correction.isEmpty()) {
      before.ifPresent(difference -> agree(difference.seen(ours, theirs, now), known, now));
      return Optional.empty();
    }
    LedgerDifference difference =
        before.orElseGet(() -> found(payment, now)).seen(ours, theirs, now);
    Correction needed = correction.get();
    if (known != null && known.dueAt() != null) {
      difference.waits(null);
    } else if (order.isEmpty()) {
      difference.impossible("no order of ours has this name");
    } else if (needed.action() == null) {
      difference.impossible(needed.why());
    } else {
      return Optional.of(correctable(difference, needed, order.get(), known != null));
    }
    return Optional.empty();
  }

  /** A payment unknown here may belong to a live order, so only an operator can decide. */
  private static Correctable correctable(
      LedgerDifference difference, Correction correction, UUID order, boolean known) {
    if (known) {
      difference.mayBeCorrected();
    } else {
      difference.needsDecision(UNKNOWN_HERE);
    }
    return new Correctable(difference, correction, order, known);
  }

  private void agree(LedgerDifference difference, Payment known, Instant now) {
    if (known != null && known.status() == PaymentStatus.AUTHORIZED && heldTooLong(known, now)) {
      difference.waits(heldTooLong());
    } else if (!difference.agreed(now)) {
      differences.remove(difference);
    }
  }

  private boolean heldTooLong(Payment payment, Instant now) {
    Instant latest = now.minus(heldAtMost);
    return payment.dueAt() == null
        && payments.heldSince(payment.orderId()).filter(latest::isAfter).isPresent();
  }

  /** Records the provider's answer. */
  public void record(String payment, ProviderAnswer answer) {
    differences.lock(payment).ifPresent(difference -> difference.record(answer, clock.now()));
  }

  /** Keeps a payment listed that could not be compared. */
  public void postponeComparison(String payment, String why) {
    Instant now = clock.now();
    differences.lock(payment).orElseGet(() -> found(payment, now)).unseen(why, now);
  }

  private LedgerDifference found(String payment, Instant now) {
    LedgerDifference difference = new LedgerDifference(payment, now);
    differences.add(difference);
    return difference;
  }
}
