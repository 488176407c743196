package io.tradewind.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: the own database answers, and tokens can be verified. Nothing else is asked. */
@Readiness
@ApplicationScoped
class Health implements HealthCheck {

  private static final int SECONDS_TO_ANSWER = 2;

  private final OwnDatabase database;
  private final PublishedKeys keys;

  /** For the proxy alone. */
  Health() {
    this(null, null);
  }

  @Inject
  Health(OwnDatabase database, PublishedKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  @Override
  public HealthCheckResponse call() {
    boolean answers = databaseAnswers();
    boolean verifies = keys.had();
    return HealthCheckResponse.named(database.service() + "-http")
        .withData("database", answers)
        .withData("token-keys", verifies)
        .status(answers && verifies)
        .build();
  }

  private boolean databaseAnswers() {
    try (Connection connection = database.source().getConnection()) {
      return connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException | IllegalStateException unreachable) {
      return false;
    }
  }
}
