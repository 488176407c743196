package io.tradewind.client;

/** Opens one WebSocket within 30 seconds. */
public record Ticket(String ticket) {

  /** Without what it holds, so that no log does either. */
  @Override
  public String toString() {
    return "Ticket[]";
  }
}
