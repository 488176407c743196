package io.tradewind.users.signin.boundary;

import io.tradewind.metrics.MetricMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts sign-ins and refreshes by result. */
@ApplicationScoped
class SignInMetrics {

  private static final Metadata SIGN_INS =
      MetricMetadata.of("tradewind_sign_ins_total", "sign-ins accepted and refused");
  private static final Metadata REFRESHES =
      MetricMetadata.of("tradewind_token_refreshes_total", "refreshes accepted and refused");

  @Inject MetricRegistry metrics;

  /** Every counter is registered from the start, because a rate needs its first value. */
  void show(@Observes Startup started) {
    for (Metadata which : List.of(SIGN_INS, REFRESHES)) {
      counter(which, true);
      counter(which, false);
    }
  }

  void signIn(boolean accepted) {
    counter(SIGN_INS, accepted).inc();
  }

  void refresh(boolean accepted) {
    counter(REFRESHES, accepted).inc();
  }

  private Counter counter(Metadata which, boolean accepted) {
    return metrics.counter(which, new Tag("outcome", accepted ? "accepted" : "refused"));
  }
}
