package io.tradewind.notifications.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.notifications.control.Line.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReaderTest {

  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);
  private static final long PING = TimeUnit.SECONDS.toNanos(25);

  private final HeldLine line = new HeldLine();
  private final List<String> drained = new ArrayList<>();
  private final long start = System.nanoTime();
  private final Reader reader =
      new Reader(UUID.randomUUID(), 10, line, start, () -> drained.add("drained"));

  @Test
  void framesGoOutOneAtATimeInOrder() {
    assertThat(reader.offer(frame(11))).isTrue();
    assertThat(reader.offer(frame(12))).isTrue();
    assertThat(line.texts).containsExactly("11");

    line.finish();

    assertThat(line.texts).containsExactly("11", "12");
  }

  @Test
  void whatTheClientHasIsNotSentAgain() {
    reader.offer(frame(11));

    assertThat(reader.offer(frame(11))).isTrue();
    assertThat(reader.offer(frame(9))).isTrue();
    line.finish();

    assertThat(line.texts).containsExactly("11");
  }

  @Test
  void aGapIsNotJumpedOver() {
    assertThat(reader.offer(frame(12))).isFalse();

    assertThat(line.texts).isEmpty();
    assertThat(reader.cursor()).isEqualTo(10);
  }

  @Test
  void aReaderWithoutRoomFallsBehindAndAsksAgainWhenItHasDrained() {
    List<Long> taken =
        LongStream.rangeClosed(11, 200).boxed().filter(seq -> reader.offer(frame(seq))).toList();

    assertThat(taken).hasSize(Reader.CAPACITY + 1);
    assertThat(reader.hasRoom()).isFalse();
    while (drained.isEmpty()) {
      line.finish();
    }
    assertThat(reader.hasRoom()).isTrue();
    assertThat(reader.cursor()).isEqualTo(taken.get(taken.size() - 1));
  }

  @Test
  void aLineThatSendsAtOnceDoesNotPileUpCalls() {
    line.atOnce = true;

    LongStream.rangeClosed(11, 5000).forEach(seq -> reader.offer(frame(seq)));

    assertThat(line.texts).hasSize(4990);
  }

  @Test
  void aClientThatTakesTooLongIsHungUpOn() {
    reader.offer(frame(11));

    assertThat(reader.tend(System.nanoTime(), TIMEOUT, PING)).isEmpty();
    assertThat(reader.tend(System.nanoTime() + TIMEOUT + 1, TIMEOUT, PING))
        .hasValue(Ending.TOO_SLOW);
    assertThat(line.endings).containsExactly(Ending.TOO_SLOW);
  }

  @Test
  void aQuietClientIsPingedAndASilentOneIsHungUpOn() {
    reader.tend(start + PING + 1, TIMEOUT, PING);
    assertThat(line.pings).isEqualTo(1);

    reader.heard(start + PING + 2);
    assertThat(reader.tend(start + 3 * PING, TIMEOUT, PING)).isEmpty();

    assertThat(reader.tend(start + 5 * PING, TIMEOUT, PING)).hasValue(Ending.SILENT);
  }

  @Test
  void nothingIsSentToAClosedSocketAndItIsHungUpOnOnce() {
    reader.hangUp(Ending.STOPPING);
    reader.hangUp(Ending.STOPPING);

    assertThat(reader.offer(frame(11))).isTrue();
    assertThat(line.texts).isEmpty();
    assertThat(line.endings).containsExactly(Ending.STOPPING);
  }

  private static Frame frame(long seq) {
    return new Frame(seq, Long.toString(seq));
  }

  /** A client that takes a frame when the test says so. */
  private static final class HeldLine implements Line {

    private final List<String> texts = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private Runnable pending = () -> {};
    private int pings;
    private boolean atOnce;

    @Override
    public void send(String text, Runnable sent) {
      texts.add(text);
      if (atOnce) {
        sent.run();
      } else {
        pending = sent;
      }
    }

    void finish() {
      Runnable finished = pending;
      pending = () -> {};
      finished.run();
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
