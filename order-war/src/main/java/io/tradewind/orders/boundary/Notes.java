package io.tradewind.orders.boundary;

import static java.util.stream.Collectors.toMap;

import io.tradewind.orders.entity.OrderNote;
import java.util.List;
import java.util.Map;

/** The notes on the events of one order. */
record Notes(Map<Long, String> byPosition) {

  Notes(List<OrderNote> notes) {
    this(notes.stream().collect(toMap(OrderNote::seq, OrderNote::note)));
  }

  /** Null when that event has no note. */
  String at(long position) {
    return byPosition.get(position);
  }
}
