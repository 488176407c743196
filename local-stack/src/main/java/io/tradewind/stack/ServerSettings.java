package io.tradewind.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment of a Liberty server: the addresses of the other parts, and only its own secrets.
 */
record ServerSettings(Stack stack, Ports ports, Topology topology) {

  Map<String, String> environment(String server, List<Service> services, int http, int https) {
    Map<String, String> env = new HashMap<>();
    env.put("HTTP_HOST", "localhost");
    // for the lines that Liberty writes before it has read its configuration
    env.put("WLP_LOGGING_CONSOLE_FORMAT", "json");
    env.put("WLP_LOGGING_MESSAGE_FORMAT", "json");
    env.put("HTTP_PORT", Integer.toString(http));
    env.put("HTTPS_PORT", Integer.toString(https));
    env.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + stack.reachedBy(stack.kafka().port()));
    env.put("JWKS_URL", url(Service.USERS) + "/api/users/jwks");
    Path own = stack.path("liberty/data-" + server);
    env.put("DATA_DIR", own.toString());
    env.put("JWKS_FILE", own.resolve("jwks.json").toString());
    env.put("KEYSTORE_PASSWORD", stack.secrets().get("keystore"));
    for (Service service : services) {
      addDatabase(env, service.id());
      addOwn(env, service);
    }
    return env;
  }

  private void addDatabase(Map<String, String> env, String service) {
    String prefix = service.toUpperCase(Locale.ROOT) + "_DB_";
    env.put(prefix + "HOST", "127.0.0.1");
    env.put(prefix + "PORT", Integer.toString(stack.reachedBy(stack.postgres().port())));
    env.put(prefix + "NAME", service);
    env.put(prefix + "USER", service);
    env.put(prefix + "PASSWORD", stack.postgres().password(service));
  }

  private void addOwn(Map<String, String> env, Service service) {
    switch (service) {
      case USERS -> {
        env.put("TOKEN_KEY_SECRET", stack.secrets().get("token-key"));
        env.put("TRADEWIND_ADMIN_PASSWORD", stack.adminPassword());
        env.put("SMTP_HOST", "localhost");
        env.put("SMTP_PORT", Integer.toString(ports.mail().number()));
      }
      case PAYMENTS -> {
        env.put(
            "PAYMENT_PROVIDER_URL",
            "http://localhost:" + stack.reachedBy(stack.provider().url().getPort()));
        env.put("PAYMENT_PROVIDER_KEY", stack.provider().key());
      }
      case INVENTORY -> {
        env.put("REDIS_HOST", "127.0.0.1");
        env.put("REDIS_PORT", Integer.toString(stack.reachedBy(stack.redis().port())));
        env.put("REDIS_PASSWORD", stack.redis().password());
        env.put("TRADEWIND_FIRST_PRODUCTS", "true");
      }
      case NOTIFICATIONS -> {
        env.put("ALLOWED_ORIGINS", allowedOrigins());
      }
      case ORDERS -> {
        // does not need any other service
      }
    }
  }

  /** The addresses under which browsers on this machine may call the servers. */
  private String allowedOrigins() {
    Stream<String> plain = Stream.of(url(Service.USERS), url(Service.NOTIFICATIONS));
    Stream<String> secured =
        topology == Topology.ALL_IN_ONE
            ? Stream.of("https://localhost:" + ports.https().number())
            : Stream.empty();
    return Stream.concat(plain, secured)
        .flatMap(origin -> Stream.of(origin, origin.replace("localhost", "127.0.0.1")))
        .distinct()
        .collect(Collectors.joining(","));
  }

  private String url(Service service) {
    Port port = topology == Topology.ALL_IN_ONE ? ports.http() : ports.services().get(service);
    return "http://localhost:" + port.number();
  }
}
