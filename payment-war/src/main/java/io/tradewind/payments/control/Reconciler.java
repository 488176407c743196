package io.tradewind.payments.control;

import static java.util.stream.Collectors.toSet;

import io.tradewind.payments.control.ProviderClient.Line;
import io.tradewind.payments.entity.Correction;
import io.tradewind.payments.entity.Finding;
import io.tradewind.payments.entity.Payment;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import io.tradewind.payments.entity.Standing;
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
 * and costs nothing; only a payment with a line that nobody here knows is asked about and compared.
 * What is being worked on here is left alone until it has ended: an unknown outcome is found out by
 * those who asked, and not guessed.
 */
@ApplicationScoped
public class Reconciler {

  /** Lines in one look, which is one query here. */
  public static final int PAGE = 1_000;

  private static final String UNKNOWN_HERE =
      "unknown here: its order may live, in a database that was restored or in another stack";

  private final Payments payments;
  private final Findings findings;
  private final ProviderCalls calls;
  private final Duration grace;

  protected Reconciler() {
    this(null, null, null, null);
  }

  @Inject
  Reconciler(
      Payments payments,
      Findings findings,
      ProviderCalls calls,
      @ConfigProperty(name = "tradewind.payments.reconcile-after") Duration grace) {
    this.payments = payments;
    this.findings = findings;
    this.calls = calls;
    this.grace = grace;
  }

  /**
   * Lines behind a position that are old enough to have been entered here. No transaction is open:
   * the provider is asked.
   */
  public List<Line> settledLines(long after) {
    Instant newest = Instant.now().minus(grace);
    return calls.ledger(after, PAGE).stream()
        .takeWhile(line -> Instant.parse(line.at()).isBefore(newest))
        .toList();
  }

  /** The payments with a line that moved something and that nobody here has entered. */
  public Set<String> strangers(List<Line> lines) {
    Set<UUID> orders =
        lines.stream()
            .map(line -> Ids.parse(line.payment()))
            .flatMap(Optional::stream)
            .collect(toSet());
    Set<String> known = payments.keysEntered(orders);
    Set<String> strangers = new LinkedHashSet<>();
    for (Line line : lines) {
      if ("DONE".equals(line.result()) && !known.contains(line.key())) {
        strangers.add(line.payment());
      }
    }
    return strangers;
  }

  /** How the payment stands at the provider. No transaction is open. */
  public ProviderClient.Standing standing(String payment) {
    try {
      return calls.standing(payment);
    } catch (NotFoundException neverHeard) {
      return new ProviderClient.Standing("UNKNOWN", 0, 0, 0, null);
    }
  }

  /** The same in our words. */
  public static Standing inOurWords(ProviderClient.Standing there) {
    return new Standing(
        "AUTHORISED".equals(there.status()),
        there.authorised(),
        there.captured(),
        there.refunded(),
        0,
        there.status());
  }

  /**
   * Writes down what differs.
   *
   * @return what to ask the provider for, after the commit
   */
  public Optional<ProviderRequest> compare(String payment, ProviderClient.Standing there) {
    Instant now = Instant.now();
    Standing theirs = inOurWords(there);
    Optional<UUID> order = Ids.parse(payment);
    Payment known = order.map(id -> payments.lock(Set.of(id)).get(id)).orElse(null);
    Standing ours = Standing.ours(known);
    Optional<Finding> before = findings.lock(payment);
    Optional<Correction> correction = Correction.between(ours, theirs);
    if (correction.isEmpty()) {
      before.filter(finding -> !finding.agreed(now)).ifPresent(findings::remove);
      return Optional.empty();
    }
    Finding finding = before.orElseGet(() -> found(payment, now)).seen(ours, theirs, now);
    if (known != null && known.dueAt() != null) {
      finding.waits();
    } else if (order.isEmpty()) {
      finding.impossible("no order of ours has this name");
    } else if (correction.get().action() == null) {
      finding.impossible(correction.get().why());
    } else if (known == null) {
      finding.impossible(UNKNOWN_HERE);
    } else {
      return Optional.of(
          finding.correct(correction.get(), order.get(), theirs.taken(), there.currency()));
    }
    return Optional.empty();
  }

  /** Takes in what the provider said. */
  public void hear(String payment, ProviderAnswer answer) {
    findings.lock(payment).ifPresent(finding -> finding.hear(answer, Instant.now()));
  }

  /** What could not be compared is not forgotten. */
  public void comesAgain(String payment, String why) {
    Instant now = Instant.now();
    findings.lock(payment).orElseGet(() -> found(payment, now)).unseen(why, now);
  }

  private Finding found(String payment, Instant now) {
    Finding finding = new Finding(payment, now);
    findings.add(finding);
    return finding;
  }
}
