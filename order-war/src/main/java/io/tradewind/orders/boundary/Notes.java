package io.tradewind.orders.boundary;

import static java.util.stream.Collectors.toMap;

import io.tradewind.orders.entity.OrderNote;
import java.util.List;
import java.util.Map;

/** What was typed with the events of one order. */
record Notes(Map<Long, String> byPosition) {

  Notes(List<OrderNote> notes) {
    this(notes.stream().collect(toMap(OrderNote::seq, OrderNote::note)));
  }

  /** Null when nothing was typed with that event. */
  String at(long position) {
    return byPosition.get(position);
  }
}
