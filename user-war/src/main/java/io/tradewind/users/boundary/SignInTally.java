package io.tradewind.users.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts sign-ins and refreshes by what came of them. */
@ApplicationScoped
class SignInTally {

  private static final String SIGN_INS = "tradewind_sign_ins_total";
  private static final String REFRESHES = "tradewind_token_refreshes_total";

  @Inject MetricRegistry metrics;

  /** Every counter is there from the start: no rate can be taken of what appears later. */
  void show(@Observes Startup started) {
    for (String name : List.of(SIGN_INS, REFRESHES)) {
      counter(name, true);
      counter(name, false);
    }
  }

  void signIn(boolean accepted) {
    counter(SIGN_INS, accepted).inc();
  }

  void refresh(boolean accepted) {
    counter(REFRESHES, accepted).inc();
  }

  private Counter counter(String name, boolean accepted) {
    return metrics.counter(name, new Tag("outcome", accepted ? "accepted" : "refused"));
  }
}
