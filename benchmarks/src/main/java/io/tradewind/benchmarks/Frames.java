package io.tradewind.benchmarks;

import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * A buyer's socket. It looks for the order id in the text instead of parsing JSON, because the
 * generator shares its two cores with what it measures.
 */
final class Frames implements WebSocket.Listener {

  private static final String SEQUENCE = "\"seq\"";
  private static final String CONFIRMED = "\"OrderConfirmed\"";
  private static final String ORDER_ID = "\"orderId\"";
  private static final int ID_LENGTH = 36;

  private final Recorder recorder;
  private final LongConsumer again;
  private final StringBuilder partial = new StringBuilder();
  private long last;

  /**
   * @param after the last notification that is known already
   * @param again called when the socket ends, with the last notification that was received
   */
  Frames(Recorder recorder, long after, LongConsumer again) {
    this.recorder = recorder;
    this.last = after;
    this.again = again;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean whole) {
    long now = System.nanoTime();
    partial.append(text);
    if (whole) {
      String frame = partial.toString();
      partial.setLength(0);
      last = sequence(frame);
      confirmedOrder(frame).ifPresent(id -> recorder.confirmed(id, now));
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    recorder.socketEnded("close " + code + " " + reason);
    again.accept(last);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    recorder.socketEnded(error.getClass().getSimpleName());
    again.accept(last);
  }

  /** The number of this notification; a socket that is opened again continues after it. */
  static long sequence(String frame) {
    int member = frame.indexOf(SEQUENCE) + SEQUENCE.length();
    long number = 0;
    for (int at = frame.indexOf(':', member) + 1; at < frame.length(); at++) {
      char digit = frame.charAt(at);
      if (Character.isDigit(digit)) {
        number = number * 10 + digit - '0';
      } else if (digit != ' ') {
        break;
      }
    }
    return number;
  }

  /** The order that this notification reports as confirmed, or empty. */
  static Optional<String> confirmedOrder(String frame) {
    int member = frame.contains(CONFIRMED) ? frame.indexOf(ORDER_ID) : -1;
    if (member < 0) {
      return Optional.empty();
    }
    int quote = frame.indexOf('"', member + ORDER_ID.length());
    return Optional.of(frame.substring(quote + 1, quote + 1 + ID_LENGTH));
  }
}
