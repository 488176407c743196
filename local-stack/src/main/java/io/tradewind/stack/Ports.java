package io.tradewind.stack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every port of the stack. */
record Ports(
    Port http,
    Port https,
    Map<Service, Port> services,
    Port postgres,
    Port kafka,
    Port redis,
    Port provider,
    Port mail) {

  /** The documented ports, each of which a system property changes. */
  static Ports configured() {
    Map<Service, Port> services = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      services.put(
          service, Port.configured(service.id() + ".port", service.id(), service.defaultPort()));
    }
    return new Ports(
        Port.configured("http.port", "HTTP", 9080),
        Port.configured("https.port", "HTTPS", 9443),
        services,
        Port.configured("postgres.port", "PostgreSQL", 15432),
        Port.configured("kafka.port", "Kafka", 19092),
        Port.configured("redis.port", "Redis", 16379),
        Port.configured("provider.port", "the simulated payment provider", 9089),
        Port.configured("mail.port", "mail", 10025));
  }

  /** Ports that are not in use, so that tests do not disturb a running stack. */
  static Ports free() {
    Map<Service, Port> services = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      services.put(service, Port.free(service.id()));
    }
    return new Ports(
        Port.free("HTTP"),
        Port.free("HTTPS"),
        services,
        Port.free("PostgreSQL"),
        Port.free("Kafka"),
        Port.free("Redis"),
        Port.free("the simulated payment provider"),
        Port.free("mail"));
  }

  void requireFree(Topology topology) {
    List<Port> used = new ArrayList<>(List.of(postgres, kafka, redis, provider, mail));
    switch (topology) {
      case ALL_IN_ONE -> used.addAll(List.of(http, https));
      case SPLIT -> used.addAll(services.values());
      case INFRASTRUCTURE -> {
        // no server
      }
    }
    used.forEach(Port::requireFree);
  }
}
