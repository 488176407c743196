package io.tradewind.orders.entity;

import io.tradewind.orders.entity.OrderSaga.Reaction;
import io.tradewind.orders.entity.OrderSaga.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every situation that the saga can reach, found by trying every signal in every situation. */
final class SagaWalk {

  /**
   * The state of an order: its status, the commands it waits for, and all that it has ever sent.
   */
  record Situation(OrderStatus status, Set<SagaCommand> awaiting, List<SagaCommand> everSent) {}

  record Move(SagaSignal signal, Situation to) {}

  private final Map<Situation, List<Move>> moves = new LinkedHashMap<>();
  private final Set<Row> rowsUsed = new HashSet<>();

  private SagaWalk() {}

  static SagaWalk everywhere() {
    SagaWalk walk = new SagaWalk();
    Deque<Situation> toVisit = new ArrayDeque<>();
    toVisit.add(new Situation(OrderStatus.NEW, Set.of(), List.of()));
    toVisit.add(confirmedByAnEarlierVersion());
    while (!toVisit.isEmpty()) {
      Situation here = toVisit.remove();
      if (!walk.moves.containsKey(here)) {
        List<Move> away = walk.movesFrom(here);
        walk.moves.put(here, away);
        away.forEach(move -> toVisit.add(move.to()));
      }
    }
    return walk;
  }

  /** Earlier versions had the stock committed by a command; its answer may still be awaited. */
  private static Situation confirmedByAnEarlierVersion() {
    return new Situation(
        OrderStatus.CONFIRMED,
        EnumSet.of(SagaCommand.COMMIT_STOCK),
        List.of(
            SagaCommand.AUTHORIZE_PAYMENT,
            SagaCommand.RESERVE_STOCK,
            SagaCommand.CAPTURE_PAYMENT,
            SagaCommand.COMMIT_STOCK));
  }

  private List<Move> movesFrom(Situation here) {
    List<Move> away = new ArrayList<>();
    for (SagaSignal signal : Signals.all()) {
      OrderSaga.react(here.status(), here.awaiting(), signal)
          .ifPresent(
              reaction -> {
                rowsUsed.add(OrderSaga.rowFor(here.status(), signal.getClass()).orElseThrow());
                away.add(new Move(signal, after(here, reaction)));
              });
    }
    return away;
  }

  private static Situation after(Situation here, Reaction reaction) {
    List<SagaCommand> sent = new ArrayList<>(here.everSent());
    sent.addAll(reaction.send());
    sent.sort(null);
    Set<SagaCommand> awaiting = EnumSet.noneOf(SagaCommand.class);
    awaiting.addAll(reaction.awaiting());
    return new Situation(reaction.status(), awaiting, sent);
  }

  Set<Situation> situations() {
    return moves.keySet();
  }

  List<Move> from(Situation situation) {
    return moves.get(situation);
  }

  Set<Row> rowsUsed() {
    return rowsUsed;
  }

  /** Whether some sequence of signals leads from here to a situation of that kind. */
  boolean leadsTo(Situation start, java.util.function.Predicate<Situation> wanted) {
    Set<Situation> seen = new HashSet<>();
    Deque<Situation> toVisit = new ArrayDeque<>(List.of(start));
    while (!toVisit.isEmpty()) {
      Situation here = toVisit.remove();
      if (wanted.test(here)) {
        return true;
      }
      if (seen.add(here)) {
        from(here).forEach(move -> toVisit.add(move.to()));
      }
    }
    return false;
  }
}
