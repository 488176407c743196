package io.tradewind.http.operations;

import io.tradewind.database.SchemaCheck;
import io.tradewind.database.ServiceDatabase;
import io.tradewind.http.identity.PublishedKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started: the schema is complete. Ready: the own database answers, tokens can be verified, and the
 * resources answer. An unavailable broker or Redis is no reason to refuse requests.
 */
@ApplicationScoped
class Health {

  private static final int SECONDS_TO_ANSWER = 2;

  @Inject ServiceDatabase database;
  @Inject SchemaCheck schema;
  @Inject PublishedKeys keys;
  @Inject HttpSelfCheck selfCheck;

  @Produces
  @Startup
  HealthCheck schemaKnown() {
    return () ->
        HealthCheckResponse.named(database.service() + "-schema").status(schema.known()).build();
  }

  @Produces
  @Readiness
  HealthCheck databaseAnswers() {
    return () ->
        HealthCheckResponse.named(database.service() + "-database").status(answers()).build();
  }

  @Produces
  @Readiness
  HealthCheck tokensCanBeVerified() {
    return () ->
        HealthCheckResponse.named(database.service() + "-token-keys").status(keys.had()).build();
  }

  @Produces
  @Readiness
  HealthCheck resourcesAnswer() {
    return () ->
        HealthCheckResponse.named(database.service() + "-resources")
            .status(selfCheck.had())
            .build();
  }

  private boolean answers() {
    try (Connection connection = database.pooled().getConnection()) {
      return connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException | IllegalStateException unreachable) {
      return false;
    }
  }
}
