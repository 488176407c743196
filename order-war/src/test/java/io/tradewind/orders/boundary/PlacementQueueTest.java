package io.tradewind.orders.boundary;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tradewind.http.ProblemException;
import io.tradewind.http.ProblemType;
import io.tradewind.http.idempotency.Idempotency.Asked;
import io.tradewind.orders.control.WantedLine;
import jakarta.ws.rs.core.Response;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class PlacementQueueTest {

  private static final UUID ANN = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final Desk desk = new Desk();
  private final PlacementQueue queue = new PlacementQueue(desk, 2, Duration.ofMillis(20));

  @Test
  void aCrowdIsTakenTogetherAndEachHearsTheirOwnAnswer() {
    List<Placement> crowd = List.of(order(ANN, "one"), order(ANN, "two"), order(BOB, "one"));
    queue.serve(crowd);
    assertThat(desk.turns).containsExactly(List.of("one", "two", "one"));
    assertThat(crowd)
        .extracting(placement -> placement.answer().join())
        .containsExactly(desk.answerTo("one"), desk.answerTo("two"), desk.answerTo("one"));
  }

  @Test
  void theSameRequestTwiceIsServedInTwoTurns() {
    queue.serve(List.of(order(ANN, "one"), order(ANN, "one"), order(ANN, "two")));
    assertThat(desk.turns).containsExactly(List.of("one", "two"), List.of("one"));
  }

  @Test
  void oneThatFailsIsFoundAndTheOthersAreTaken() {
    desk.failure = new IllegalStateException("a row that does not fit");
    List<Placement> crowd = List.of(order(ANN, "one"), order(ANN, "bad"), order(ANN, "two"));
    queue.serve(crowd);
    assertThat(crowd.get(0).answer()).isCompletedWithValue(desk.answerTo("one"));
    assertThat(crowd.get(1).answer()).isCompletedExceptionally();
    assertThat(crowd.get(2).answer()).isCompletedWithValue(desk.answerTo("two"));
  }

  @Test
  void aFailureThatMeetsEverybodyIsToldToEverybodyAtOnce() {
    desk.failure =
        new IllegalStateException(new SQLTransientConnectionException("no database", "08001"));
    List<Placement> crowd = List.of(order(ANN, "one"), order(ANN, "bad"), order(ANN, "two"));
    queue.serve(crowd);
    assertThat(desk.turns).hasSize(1);
    assertThat(crowd).allMatch(placement -> placement.answer().isCompletedExceptionally());
  }

  @Test
  void aRequestThatAnotherReplicaHasJustAnsweredIsTriedOnceMore() {
    desk.failure = new IllegalStateException("duplicate key");
    desk.failsOnce = true;
    Placement one = order(ANN, "bad");
    queue.serve(List.of(one));
    assertThat(one.answer()).isCompletedWithValue(desk.answerTo("bad"));
    assertThat(desk.turns).hasSize(2);
  }

  @Test
  void anErrorIsToldAndTheNextAreServed() {
    desk.failure = new StackOverflowError("a line without end");
    Placement bad = order(ANN, "bad");
    queue.serve(List.of(bad));
    assertThat(bad.answer()).isCompletedExceptionally();
    Placement next = order(ANN, "next");
    queue.serve(List.of(next));
    assertThat(next.answer()).isCompletedWithValue(desk.answerTo("next"));
  }

  @Test
  void aCallerAtAClosedQueueOrAfterTooLongAWaitIsAskedToComeAgain() {
    assertThatThrownBy(() -> queue.place(order(ANN, "closed"))).satisfies(this::asksToComeAgain);
    queue.open();
    for (String patient : List.of("one", "two", "three")) {
      assertThatThrownBy(() -> queue.place(order(ANN, patient))).satisfies(this::asksToComeAgain);
    }
  }

  @Test
  void aPlaceIsHeldUntilTheAnswerAndThenFree() throws Exception {
    PlacementQueue small = new PlacementQueue(desk, 2, Duration.ofMinutes(5));
    small.open();
    List<Placement> first = List.of(order(ANN, "one"), order(ANN, "two"));
    List<CompletableFuture<Response>> answers =
        first.stream()
            .map(one -> supplyAsync(() -> small.place(one), task -> new Thread(task).start()))
            .toList();
    await().until(() -> small.freePlaces() == 0);
    assertThatThrownBy(() -> small.place(order(BOB, "one"))).satisfies(this::asksToComeAgain);

    small.serve(first);
    assertThat(answers.get(0).get(10, SECONDS)).isEqualTo(desk.answerTo("one"));
    assertThat(answers.get(1).get(10, SECONDS)).isEqualTo(desk.answerTo("two"));
    assertThat(small.freePlaces()).isEqualTo(2);
  }

  @Test
  void aCallerWhoHasLeftIsNotServed() {
    Placement gone = order(ANN, "gone");
    gone.answer().cancel(false);
    queue.serve(List.of(gone, order(ANN, "one")));
    assertThat(desk.turns).containsExactly(List.of("one"));
  }

  /** Simulates a request that saw the queue open and enters it after the worker has ended. */
  @Test
  void aCallerWhoComesDuringTheStopIsAnswered() {
    Line line = new Line();
    PlacementQueue stopping = new PlacementQueue(desk, 2, Duration.ofMinutes(5), line);
    stopping.open();
    Thread working = new Thread(stopping::work);
    working.start();
    line.beforeAdding =
        () -> {
          stopping.close();
          await().until(() -> !working.isAlive());
        };

    CompletableFuture<Response> answer =
        supplyAsync(() -> stopping.place(order(ANN, "late")), task -> new Thread(task).start());
    assertThatThrownBy(() -> answer.get(10, SECONDS)).cause().satisfies(this::asksToComeAgain);
    assertThat(stopping.freePlaces()).isEqualTo(2);
  }

  private static final class Line extends LinkedBlockingQueue<Placement> {

    private static final long serialVersionUID = 1;

    private transient Runnable beforeAdding;

    @Override
    public boolean add(Placement placement) {
      beforeAdding.run();
      return super.add(placement);
    }
  }

  private void asksToComeAgain(Throwable refusal) {
    assertThat(refusal).isInstanceOf(ProblemException.class);
    assertThat(((ProblemException) refusal).type()).isEqualTo(ProblemType.UNAVAILABLE);
    assertThat(((ProblemException) refusal).retryAfter()).contains(Duration.ofSeconds(1));
  }

  private static Placement order(UUID customer, String key) {
    PlaceOrder wanted = new PlaceOrder(List.of(new WantedLine("TEA-001", 1)), "pm_ok");
    return new Placement(new Asked(customer, "place-order", key, wanted), wanted);
  }

  /** Answers with the order's key, and fails whenever the bad one is among the placements. */
  private static final class Desk extends PlacementTransactions {

    private final List<List<String>> turns = new ArrayList<>();
    private final Map<String, Response> known = new HashMap<>();
    private Throwable failure;
    private boolean failsOnce;

    @Override
    List<Response> place(List<Placement> waiting) {
      List<String> keys = waiting.stream().map(placement -> placement.asked().key()).toList();
      turns.add(keys);
      if (keys.contains("bad") && !(failsOnce && turns.size() > 1)) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
      return keys.stream().map(this::answerTo).toList();
    }

    Response answerTo(String key) {
      return known.computeIfAbsent(key, any -> Response.accepted(key).build());
    }
  }
}
