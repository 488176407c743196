package io.tradewind.client;

/** Opens one WebSocket within 30 seconds. */
public record Ticket(String ticket) {

  /** Hides its content from logs. */
  @Override
  public String toString() {
    return "Ticket[]";
  }
}
