package io.tradewind.messaging.kafka;

import io.tradewind.database.ServiceDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** Started: the topics that the service writes exist. */
@Startup
@ApplicationScoped
public class TopicsHealth implements HealthCheck {

  @Inject
  @Connector(KafkaConnector.NAME)
  KafkaConnector connector;

  @Inject ServiceDatabase database;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named(database.service() + "-topics")
        .status(connector.writtenTopicsAreThere())
        .build();
  }
}
