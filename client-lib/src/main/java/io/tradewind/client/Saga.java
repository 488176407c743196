package io.tradewind.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One saga as operators see it.
 *
 * @param attention something it waits for was asked so often that a person should look
 * @param traceId the trace of the order, as long as the outbox keeps it; or null
 * @param parked messages that orders holds back on the order's key
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
   * What a participant was asked.
   *
   * @param askedAgainAt the deadline of its answer; null once there is one
   * @param answeredAt null while there is none
   */
  public record Command(
      String step,
      UUID commandId,
      Instant sentAt,
      int attempts,
      Instant askedAgainAt,
      Instant answeredAt,
      boolean attention) {}

  /** What the order heard, and where that brought it. */
  public record Heard(long seq, String type, String status, Instant at) {}
}
