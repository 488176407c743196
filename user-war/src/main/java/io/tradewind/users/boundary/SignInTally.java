package io.tradewind.users.boundary;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts sign-ins and refreshes by what came of them. */
@ApplicationScoped
class SignInTally {

  @Inject MetricRegistry metrics;

  void signIn(boolean accepted) {
    count("tradewind_sign_ins_total", accepted);
  }

  void refresh(boolean accepted) {
    count("tradewind_token_refreshes_total", accepted);
  }

  private void count(String name, boolean accepted) {
    metrics.counter(name, new Tag("outcome", accepted ? "accepted" : "refused")).inc();
  }
}
