package io.tradewind.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** The database of this WAR's service: pooled for work, unpooled for holding locks. */
@ApplicationScoped
public class ServiceDatabase {

  /** As in the data source fragment; read only when the mode verifies certificates. */
  private static final String CERTIFICATE = "/opt/tradewind/certificates/ca.crt";

  /** The server ends a session that is idle for longer; a relay sends a statement every 50 ms. */
  public static final Duration IDLE_SESSION = Duration.ofSeconds(10);

  /**
   * Limits on a client that vanished or was suspended, so that its locks are released within 30 s:
   * milliseconds for the first and the last, seconds for the others.
   */
  private static final String LIMITS =
      "-c idle_session_timeout=%d -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2"
              .formatted(IDLE_SESSION.toMillis())
          + " -c tcp_keepalives_count=3 -c tcp_user_timeout=10000";

  private final Config config;
  private final String service;
  private volatile DataSource found;

  /** Needed by the CDI proxy. */
  protected ServiceDatabase() {
    this.config = null;
    this.service = null;
  }

  @Inject
  ServiceDatabase(Config config) {
    this.config = config;
    this.service = config.getValue("tradewind.service", String.class);
  }

  /** The service's name, such as {@code orders}; also the consumer group. */
  public String service() {
    return service;
  }

  /** The container's pool, {@code jdbc/<service>}; its connections take part in JTA. */
  public DataSource pooled() {
    DataSource source = found;
    if (source == null) {
      source = lookup();
      found = source;
    }
    return source;
  }

  private DataSource lookup() {
    try {
      return InitialContext.doLookup("jdbc/" + service);
    } catch (NamingException missing) {
      throw new IllegalStateException("no data source jdbc/" + service + " is configured", missing);
    }
  }

  /** A connection outside of the pool; the caller closes it. */
  public Connection unpooled() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", setting("user", service));
    properties.setProperty("password", setting("password", ""));
    properties.setProperty("ApplicationName", service + "-relay");
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("sslmode", setting("sslmode", "prefer"));
    properties.setProperty("sslrootcert", setting("sslrootcert", CERTIFICATE));
    // Seconds: a silently dropped connection must not block the relay for ever.
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("options", LIMITS);
    return new org.postgresql.Driver()
        .connect(
            "jdbc:postgresql://%s:%s/%s"
                .formatted(
                    setting("host", "localhost"),
                    setting("port", "15432"),
                    setting("name", service)),
            properties);
  }

  private String setting(String name, String otherwise) {
    return config.getOptionalValue(service + ".db." + name, String.class).orElse(otherwise);
  }
}
