package io.tradewind.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The data source of the service whose WAR this is; its connections take part in JTA. */
@ApplicationScoped
class OwnDatabase {

  private final String service;
  private volatile DataSource found;

  /** For the proxy alone. */
  OwnDatabase() {
    this(null);
  }

  @Inject
  OwnDatabase(@ConfigProperty(name = "tradewind.service") String service) {
    this.service = service;
  }

  String service() {
    return service;
  }

  DataSource source() {
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
}
