package io.tradewind.orders.boundary;

import io.tradewind.messaging.ParkedMessage;
import io.tradewind.orders.control.OpenSagas;
import io.tradewind.orders.entity.Order;
import io.tradewind.orders.entity.OrderFact;
import io.tradewind.orders.entity.OrderStatus;
import io.tradewind.orders.entity.SagaCommand;
import io.tradewind.orders.entity.SentCommand;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One saga as operators see it.
 *
 * @param attention a command was sent so often that an operator should look
 * @param traceId the trace of the order, as long as the outbox keeps it; or null
 * @param parked messages that are parked on the order's key
 */
record SagaView(
    UUID orderId,
    OrderStatus status,
    @Schema(nullable = true) String reason,
    Instant placedAt,
    long version,
    boolean attention,
    @Schema(nullable = true) String traceId,
    List<Command> commands,
    List<Heard> history,
    List<ParkedMessage> parked) {

  /**
   * A command to a participant.
   *
   * @param askedAgainAt when it is sent again; null once it is answered
   * @param answeredAt null while it is not answered
   */
  @Schema(name = "SagaCommandView")
  record Command(
      SagaCommand step,
      UUID commandId,
      Instant sentAt,
      int attempts,
      @Schema(nullable = true) Instant askedAgainAt,
      @Schema(nullable = true) Instant answeredAt,
      boolean attention) {}

  /** A signal and the status after it. */
  @Schema(name = "SagaEventView")
  record Heard(long seq, String type, OrderStatus status, Instant at) {}

  static SagaView of(
      Order order,
      List<SentCommand> sent,
      OpenSagas sagas,
      List<OrderFact> history,
      List<ParkedMessage> parked,
      String traceId) {
    return new SagaView(
        order.id(),
        order.status(),
        order.reason(),
        order.placedAt(),
        order.version(),
        sent.stream().anyMatch(sagas::needsAttention),
        traceId,
        sent.stream().map(command -> of(command, sagas.needsAttention(command))).toList(),
        history.stream()
            .map(fact -> new Heard(fact.seq(), fact.type(), fact.status(), fact.at()))
            .toList(),
        parked);
  }

  private static Command of(SentCommand command, boolean attention) {
    return new Command(
        command.kind(),
        command.commandId(),
        command.sentAt(),
        command.attempts(),
        command.open() ? command.dueAt() : null,
        command.answeredAt(),
        attention);
  }
}
