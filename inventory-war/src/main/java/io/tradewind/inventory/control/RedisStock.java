package io.tradewind.inventory.control;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.tradewind.messaging.TraceContext;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/**
 * The hash {@code inventory:available} in Redis: SKU to {@code version:available}. It shows stock
 * and decides nothing. Every method throws Jedis's exceptions when Redis is unavailable; callers
 * continue without it.
 */
@ApplicationScoped
public class RedisStock {

  private static final String HASH = "inventory:available";

  /** OpenTelemetry's semantic conventions for databases. */
  private static final Attributes CALL =
      Attributes.of(
          AttributeKey.stringKey("db.system.name"), "redis",
          AttributeKey.stringKey("db.operation.name"), "EVAL");

  private static final Pattern FIGURE = Pattern.compile("([0-9]{1,18}):([0-9]{1,18})");

  /** SKU, version and figure of each; an older version never replaces a newer one. */
  private static final String SHOW_NEWER =
      """
      for i = 1, #ARGV, 3 do
        local shown = redis.call('HGET', KEYS[1], ARGV[i])
        local version = shown and tonumber(string.match(shown, '^(%d+):')) or -1
        if tonumber(ARGV[i + 1]) > version then
          redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. ':' .. ARGV[i + 2])
        end
      end
      """;

  /** SKU, the value read and the right one; replaced only while it is still the value read. */
  private static final String REPLACE_SEEN =
      """
      for i = 1, #ARGV, 3 do
        local shown = redis.call('HGET', KEYS[1], ARGV[i]) or ''
        if shown == ARGV[i + 1] then
          redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
        end
      end
      """;

  private final String host;
  private final int port;
  private final boolean tls;
  private final Optional<String> password;
  private final Duration timeout;
  private RedisClient redis;

  /** Needed by the CDI proxy. */
  protected RedisStock() {
    this(null, 0, false, Optional.empty(), Duration.ZERO);
  }

  @Inject
  RedisStock(
      @ConfigProperty(name = "redis.host") String host,
      @ConfigProperty(name = "redis.port") int port,
      @ConfigProperty(name = "redis.tls") boolean tls,
      @ConfigProperty(name = "redis.password") Optional<String> password,
      @ConfigProperty(name = "tradewind.redis.timeout") Duration timeout) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.password = password;
    this.timeout = timeout;
  }

  /** Opens no connection yet: Redis may be unavailable when the service starts. */
  @PostConstruct
  void open() {
    int millis = (int) timeout.toMillis();
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis);
    if (tls) {
      // trusts the JVM's certificates and verifies the host name
      config.sslOptions(SslOptions.defaults());
    }
    password.filter(text -> !text.isEmpty()).ifPresent(config::password);
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(8);
    pool.setMaxWait(timeout);
    redis =
        RedisClient.builder()
            .hostAndPort(host, port)
            .clientConfig(config.build())
            .poolConfig(pool)
            .build();
  }

  @PreDestroy
  void close() {
    redis.close();
  }

  /**
   * One call for any number of figures.
   *
   * @param traces W3C contexts of the changes that are shown
   */
  public void show(Collection<Availability> figures, List<String> traces) {
    TraceContext.onBehalfOf(traces, "EVAL " + HASH, SpanKind.CLIENT, CALL, () -> show(figures));
  }

  public void show(Collection<Availability> figures) {
    List<String> arguments = new ArrayList<>();
    for (Availability figure : figures) {
      arguments.add(figure.sku());
      arguments.add(Long.toString(figure.version()));
      arguments.add(Long.toString(figure.available()));
    }
    redis.eval(SHOW_NEWER, List.of(HASH), arguments);
  }

  /** The figures in Redis; missing or unreadable ones are left out. */
  public Map<String, Availability> shown(List<String> skus) {
    Map<String, Availability> shown = new HashMap<>();
    raw(skus).forEach((sku, text) -> read(sku, text).ifPresent(it -> shown.put(sku, it)));
    return shown;
  }

  /** The stored values, readable or not; missing ones are left out. */
  public Map<String, String> raw(List<String> skus) {
    List<String> texts = redis.hmget(HASH, skus.toArray(String[]::new));
    Map<String, String> raw = new HashMap<>();
    for (int at = 0; at < skus.size(); at++) {
      if (texts.get(at) != null) {
        raw.put(skus.get(at), texts.get(at));
      }
    }
    return raw;
  }

  /**
   * Repairs figures that are wrong although their version is current.
   *
   * @param seen the wrong value by SKU, as it was read
   */
  public void repair(Collection<Availability> right, Map<String, String> seen) {
    List<String> arguments = new ArrayList<>();
    for (Availability figure : right) {
      arguments.add(figure.sku());
      arguments.add(seen.getOrDefault(figure.sku(), ""));
      arguments.add(text(figure));
    }
    redis.eval(REPLACE_SEEN, List.of(HASH), arguments);
  }

  static Optional<Availability> read(String sku, String text) {
    Matcher figure = FIGURE.matcher(text == null ? "" : text);
    return figure.matches()
        ? Optional.of(
            new Availability(sku, Long.parseLong(figure.group(2)), Long.parseLong(figure.group(1))))
        : Optional.empty();
  }

  public static String text(Availability figure) {
    return figure.version() + ":" + figure.available();
  }
}
