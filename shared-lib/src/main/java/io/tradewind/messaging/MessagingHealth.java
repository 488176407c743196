package io.tradewind.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started: every channel knows its part of its topic. Live: every channel's thread and the relay's
 * are there. Never a dependency: a broker that is away is waited for.
 */
@ApplicationScoped
public class MessagingHealth {

  private final Channels channels;
  private final OutboxRelay relay;
  private final String service;

  /** For the proxy alone. */
  MessagingHealth() {
    this.channels = null;
    this.relay = null;
    this.service = null;
  }

  @Inject
  MessagingHealth(Channels channels, OutboxRelay relay, ServiceDatabase database) {
    this.channels = channels;
    this.relay = relay;
    this.service = database.service();
  }

  @Produces
  @Startup
  HealthCheck channelsAssigned() {
    return () -> {
      HealthCheckResponseBuilder answer = HealthCheckResponse.named(service + "-channels");
      boolean all = true;
      for (IncomingChannel channel : channels.all()) {
        answer.withData(channel.name(), channel.assigned());
        all &= channel.assigned();
      }
      return answer.status(all).build();
    };
  }

  @Produces
  @Liveness
  HealthCheck threadsAlive() {
    return () -> {
      HealthCheckResponseBuilder answer = HealthCheckResponse.named(service + "-messaging");
      boolean all = relay.loop().alive();
      answer.withData("outbox", all);
      for (IncomingChannel channel : channels.all()) {
        answer.withData(channel.name(), channel.alive());
        all &= channel.alive();
      }
      return answer.status(all).build();
    };
  }
}
