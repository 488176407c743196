package io.tradewind.notifications.boundary;

/** Opens one stream, once, within 30 seconds. */
record Ticket(String ticket) {

  @Override
  public String toString() {
    return "Ticket[]";
  }
}
