package io.tradewind.messaging;

import io.tradewind.database.ServiceDatabase;
import io.tradewind.scheduling.Heartbeats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started: every channel has its partitions. Live: the threads of the channels, the relay and the
 * scheduled tasks have a heartbeat. Dependencies do not count: an unavailable broker is waited for.
 */
@ApplicationScoped
public class MessagingHealth {

  private final Channels channels;
  private final OutboxRelay relay;
  private final Heartbeats heartbeats;
  private final String service;

  /** Needed by the CDI proxy. */
  MessagingHealth() {
    this.channels = null;
    this.relay = null;
    this.heartbeats = null;
    this.service = null;
  }

  @Inject
  MessagingHealth(
      Channels channels, OutboxRelay relay, Heartbeats heartbeats, ServiceDatabase database) {
    this.channels = channels;
    this.relay = relay;
    this.heartbeats = heartbeats;
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
      Map<String, Boolean> alive = new TreeMap<>();
      alive.put("outbox", relay.loop().alive());
      channels.all().forEach(channel -> alive.put(channel.name(), channel.alive()));
      heartbeats.all().forEach((thread, heartbeat) -> alive.put(thread, heartbeat.alive()));
      HealthCheckResponseBuilder answer = HealthCheckResponse.named(service + "-messaging");
      alive.forEach(answer::withData);
      return answer.status(!alive.containsValue(false)).build();
    };
  }
}
