package io.tradewind.payments.boundary;

import io.tradewind.http.Audit;
import io.tradewind.http.Because;
import io.tradewind.payments.control.Findings;
import io.tradewind.payments.control.ProviderClient.Line;
import io.tradewind.payments.control.ProviderClient.Standing;
import io.tradewind.payments.control.Reconciler;
import io.tradewind.payments.entity.ProviderAnswer;
import io.tradewind.payments.entity.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reconciler's transactions: one before the provider is asked, one after. */
@ApplicationScoped
public class ReconciliationDesk {

  private static final int AGAIN_AT_ONCE = 100;

  private final Reconciler reconciler;
  private final Findings findings;
  private final Audit audit;

  protected ReconciliationDesk() {
    this(null, null, null);
  }

  @Inject
  ReconciliationDesk(Reconciler reconciler, Findings findings, Audit audit) {
    this.reconciler = reconciler;
    this.findings = findings;
    this.audit = audit;
  }

  @Transactional
  public long position() {
    return findings.position();
  }

  /** The payments to ask about: those of unknown lines, and with no lines left those left open. */
  @Transactional
  public Set<String> suspects(List<Line> lines) {
    return lines.isEmpty()
        ? new LinkedHashSet<>(findings.open(AGAIN_AT_ONCE))
        : reconciler.strangers(lines);
  }

  @Transactional
  public Optional<ProviderRequest> compare(String payment, Standing there) {
    return reconciler.compare(payment, there);
  }

  @Transactional
  public void hear(String payment, ProviderAnswer answer) {
    reconciler.hear(payment, answer);
  }

  @Transactional
  public void comesAgain(String payment, String why) {
    reconciler.comesAgain(payment, why);
  }

  @Transactional
  public void read(long position) {
    findings.read(position, Instant.now());
  }

  @Transactional
  public void asked(Because because) {
    audit.record("reconcile", "payments", because, null);
  }
}
