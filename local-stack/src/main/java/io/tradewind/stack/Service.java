package io.tradewind.stack;

import java.util.Locale;

/** The five services, each a WAR with a database of its own. */
public enum Service {
  USERS("user-war", 9081),
  ORDERS("order-war", 9082),
  PAYMENTS("payment-war", 9083),
  INVENTORY("inventory-war", 9084),
  NOTIFICATIONS("notification-war", 9085);

  private final String war;
  private final int port;

  Service(String war, int port) {
    this.war = war;
    this.port = port;
  }

  /** Its name everywhere: server, database, role, context root, consumer group. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The module that builds it, and the name of its WAR file. */
  public String war() {
    return war;
  }

  /** The port of its own server when every service has one. */
  int defaultPort() {
    return port;
  }
}
