package io.tradewind.notifications.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.notifications.control.Line.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReaderTest {

  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);
  private static final long PING = TimeUnit.SECONDS.toNanos(25);

  private final HeldLine line = new HeldLine();
  private final Pen pen = new Pen();
  private final long start = System.nanoTime();
  private final Reader reader =
      new Reader(new Tickets.Holder(UUID.randomUUID(), null), 10, line, start, pen);

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
    while (pen.drained == 0) {
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

    reader.tend(System.nanoTime(), TIMEOUT, PING);
    assertThat(line.endings).isEmpty();
    reader.tend(System.nanoTime() + TIMEOUT + 1, TIMEOUT, PING);

    assertThat(line.endings).containsExactly(Ending.TOO_SLOW);
    assertThat(pen.dropped).containsExactly(Ending.TOO_SLOW);
  }

  @Test
  void afterALostFrameNothingMoreIsSentBecauseItWouldLeaveAHole() {
    reader.offer(frame(11));
    reader.offer(frame(12));

    line.lose();

    assertThat(line.texts).containsExactly("11");
    assertThat(pen.dropped).containsExactly(Ending.BROKEN);
  }

  @Test
  void aQuietClientIsPingedAndASilentOneIsHungUpOn() {
    reader.tend(start + PING + 1, TIMEOUT, PING);
    assertThat(line.pings).isEqualTo(1);

    reader.heard(start + PING + 2);
    reader.tend(start + 3 * PING, TIMEOUT, PING);
    assertThat(line.endings).isEmpty();

    reader.tend(start + 5 * PING, TIMEOUT, PING);
    assertThat(pen.dropped).containsExactly(Ending.SILENT);
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

  /** Whoever feeds the reader. */
  private static final class Pen implements Reader.Feeder {

    private final List<Ending> dropped = new ArrayList<>();
    private int drained;

    @Override
    public void drained(Reader reader) {
      drained++;
    }

    @Override
    public void dropped(Reader reader, Ending why) {
      dropped.add(why);
    }
  }

  /** A client that takes a frame when the test says so. */
  private static final class HeldLine implements Line {

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
