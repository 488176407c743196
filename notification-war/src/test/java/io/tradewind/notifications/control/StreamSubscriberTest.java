package io.tradewind.notifications.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.notifications.control.ClientConnection.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamSubscriberTest {

  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);
  private static final long PING = TimeUnit.SECONDS.toNanos(25);

  private final HeldLine line = new HeldLine();
  private final Pen pen = new Pen();
  private final long start = System.nanoTime();
  private final StreamSubscriber subscriber =
      new StreamSubscriber(new Tickets.Holder(UUID.randomUUID(), null), 10, line, start, pen);

  @Test
  void framesGoOutOneAtATimeInOrder() {
    assertThat(subscriber.offer(frame(11))).isTrue();
    assertThat(subscriber.offer(frame(12))).isTrue();
    assertThat(line.texts).containsExactly("11");

    line.finish();

    assertThat(line.texts).containsExactly("11", "12");
  }

  @Test
  void aClientGetsNothingAgainThatItHas() {
    subscriber.offer(frame(11));

    assertThat(subscriber.offer(frame(11))).isTrue();
    assertThat(subscriber.offer(frame(9))).isTrue();
    line.finish();

    assertThat(line.texts).containsExactly("11");
  }

  @Test
  void aGapIsNotJumpedOver() {
    assertThat(subscriber.offer(frame(12))).isFalse();

    assertThat(line.texts).isEmpty();
    assertThat(subscriber.cursor()).isEqualTo(10);
  }

  @Test
  void aReaderWithoutRoomFallsBehindAndAsksAgainWhenItHasDrained() {
    List<Long> taken =
        LongStream.rangeClosed(11, 200)
            .boxed()
            .filter(seq -> subscriber.offer(frame(seq)))
            .toList();

    assertThat(taken).hasSize(StreamSubscriber.CAPACITY + 1);
    assertThat(subscriber.hasRoom()).isFalse();
    while (pen.drained == 0) {
      line.finish();
    }
    assertThat(subscriber.hasRoom()).isTrue();
    assertThat(subscriber.cursor()).isEqualTo(taken.get(taken.size() - 1));
  }

  @Test
  void aLineThatSendsAtOnceDoesNotPileUpCalls() {
    line.atOnce = true;

    LongStream.rangeClosed(11, 5000).forEach(seq -> subscriber.offer(frame(seq)));

    assertThat(line.texts).hasSize(4990);
  }

  @Test
  void aClientThatTakesTooLongIsHungUpOn() {
    subscriber.offer(frame(11));

    subscriber.tend(System.nanoTime(), TIMEOUT, PING);
    assertThat(line.endings).isEmpty();
    subscriber.tend(System.nanoTime() + TIMEOUT + 1, TIMEOUT, PING);

    assertThat(line.endings).containsExactly(Ending.TOO_SLOW);
    assertThat(pen.dropped).containsExactly(Ending.TOO_SLOW);
  }

  @Test
  void aStreamEndsAfterALostFrameBecauseTheNextWouldLeaveAGap() {
    subscriber.offer(frame(11));
    subscriber.offer(frame(12));

    line.lose();

    assertThat(line.texts).containsExactly("11");
    assertThat(pen.dropped).containsExactly(Ending.BROKEN);
  }

  @Test
  void aQuietClientIsPingedAndASilentOneIsHungUpOn() {
    subscriber.tend(start + PING + 1, TIMEOUT, PING);
    assertThat(line.pings).isEqualTo(1);

    subscriber.signOfLife(start + PING + 2);
    subscriber.tend(start + 3 * PING, TIMEOUT, PING);
    assertThat(line.endings).isEmpty();

    subscriber.tend(start + 5 * PING, TIMEOUT, PING);
    assertThat(pen.dropped).containsExactly(Ending.SILENT);
  }

  @Test
  void nothingIsSentToAClosedSocketAndItIsHungUpOnOnce() {
    subscriber.hangUp(Ending.STOPPING);
    subscriber.hangUp(Ending.STOPPING);

    assertThat(subscriber.offer(frame(11))).isTrue();
    assertThat(line.texts).isEmpty();
    assertThat(line.endings).containsExactly(Ending.STOPPING);
  }

  private static Frame frame(long seq) {
    return new Frame(seq, Long.toString(seq));
  }

  /** A feeder that records its calls. */
  private static final class Pen implements StreamSubscriber.Feeder {

    private final List<Ending> dropped = new ArrayList<>();
    private int drained;

    @Override
    public void drained(StreamSubscriber subscriber) {
      drained++;
    }

    @Override
    public void dropped(StreamSubscriber subscriber, Ending why) {
      dropped.add(why);
    }
  }

  /** A connection whose client accepts a frame when the test says so. */
  private static final class HeldLine implements ClientConnection {

    private final List<String> texts = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private Consumer<Boolean> pending = ok -> {};
    private int pings;
    private boolean atOnce;

    @Override
    public void send(String text, Consumer<Boolean> done) {
      texts.add(text);
      if (atOnce) {
        done.accept(true);
      } else {
        pending = done;
      }
    }

    void finish() {
      end(true);
    }

    void lose() {
      end(false);
    }

    private void end(boolean ok) {
      Consumer<Boolean> ended = pending;
      pending = nothing -> {};
      ended.accept(ok);
    }

    @Override
    public void ping() {
      pings++;
    }

    @Override
    public void hangUp(Ending why) {
      endings.add(why);
    }
  }
}
