package io.tradewind.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A batch on its way. The broker's answers come on another thread. */
final class Dispatch {

  private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());
  private static final Duration PATIENCE_WHEN_STOPPING = Duration.ofSeconds(5);

  private final Pipe<Message<OutboxRow>> pipe;
  private final List<OutboxRow> acknowledged = Collections.synchronizedList(new ArrayList<>());
  private final List<Refusal> refused = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> lanesHeld = Collections.synchronizedSet(new HashSet<>());
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private volatile boolean broken;

  /** A row that the broker will never take as it is. */
  record Refusal(OutboxRow row, Throwable cause) {}

  Dispatch(Pipe<Message<OutboxRow>> pipe) {
    this.pipe = pipe;
  }

  /** Sends them in their order, without waiting for one before the next. */
  void send(List<OutboxRow> rows) {
    rows.forEach(this::send);
  }

  /** What comes behind a refused row of its key, or when the broker is away, is left for later. */
  private void send(OutboxRow row) {
    if (broken || lanesHeld.contains(row.lane())) {
      return;
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);
    pipe.emit(
        Message.of(
            row,
            () -> {
              acknowledged.add(row);
              answer.complete(null);
              return CompletableFuture.completedFuture(null);
            },
            cause -> {
              if (cause instanceof TransientFailure) {
                broken = true;
              } else {
                lanesHeld.add(row.lane());
                refused.add(new Refusal(row, cause));
              }
              answer.complete(null);
              return CompletableFuture.completedFuture(null);
            }));
  }

  /** The sink answers within its time-out. Only a stop waits for less. */
  void awaitAnswers(BooleanSupplier stopping) throws InterruptedException {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    long patience = PATIENCE_WHEN_STOPPING.toMillis();
    while (!all.isDone() && patience > 0) {
      try {
        all.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        LOG.log(System.Logger.Level.TRACE, "waiting for the broker");
        patience -= stopping.getAsBoolean() ? 100 : 0;
      } catch (ExecutionException never) {
        throw new IllegalStateException(never);
      }
    }
  }

  List<OutboxRow> acknowledged() {
    return List.copyOf(acknowledged);
  }

  List<Refusal> refused() {
    return List.copyOf(refused);
  }

  /** Whether the broker was away for some of them; they are still unsent. */
  boolean broken() {
    return broken;
  }
}
