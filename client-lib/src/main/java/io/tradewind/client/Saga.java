package io.tradewind.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One saga as operators see it.
 *
 * @param attention whether a command was sent so often that an operator should look
 * @param traceId the trace of the order, as long as the outbox keeps it; or null
 * @param parked messages that are parked on the order's key
 */
public record Saga(
    UUID orderId,
    String status,
    String reason,
    Instant placedAt,
    long version,
    boolean attention,
    String traceId,
    List<Command> commands,
    List<Heard> history,
    List<ParkedMessage> parked) {

  /**
   * A command to a participant.
   *
   * @param askedAgainAt when it is sent again; null once it is answered
   * @param answeredAt null while it is not answered
   */
  public record Command(
      String step,
      UUID commandId,
      Instant sentAt,
      int attempts,
      Instant askedAgainAt,
      Instant answeredAt,
      boolean attention) {}

  /** A signal and the status after it. */
  public record Heard(long seq, String type, String status, Instant at) {}
}
