package io.tradewind.benchmarks;

import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A buyer's socket. It looks for the order id in the text instead of parsing JSON: the generator
 * shares its two cores with what it measures.
 */
final class Frames implements WebSocket.Listener {

  private static final String CONFIRMED = "\"OrderConfirmed\"";
  private static final String ORDER_ID = "\"orderId\"";
  private static final int ID_LENGTH = 36;

  private final Recorder recorder;
  private final StringBuilder partial = new StringBuilder();

  Frames(Recorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
    long now = System.nanoTime();
    partial.append(text);
    if (last) {
      confirmedOrder(partial.toString()).ifPresent(id -> recorder.confirmed(id, now));
      partial.setLength(0);
    }
    socket.request(1);
    return null;
  }

  /** The order that this notification says is confirmed. */
  static Optional<String> confirmedOrder(String frame) {
    int member = frame.contains(CONFIRMED) ? frame.indexOf(ORDER_ID) : -1;
    if (member < 0) {
      return Optional.empty();
    }
    int quote = frame.indexOf('"', member + ORDER_ID.length());
    return Optional.of(frame.substring(quote + 1, quote + 1 + ID_LENGTH));
  }
}
