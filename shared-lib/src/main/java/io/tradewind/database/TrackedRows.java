package io.tradewind.database;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The rows of a table that a transaction has read under their locks or created, each with the state
 * that the database has of it, so that exactly what differs is written.
 *
 * @param <R> a row
 * @param <S> its state: a value that changes with the row
 */
public final class TrackedRows<R, S> {

  /** Null for a new row. */
  private final Map<R, S> stored = new IdentityHashMap<>();

  private final Function<R, S> state;

  public TrackedRows(Function<R, S> state) {
    this.state = state;
  }

  public void read(Collection<R> rows) {
    rows.forEach(this::read);
  }

  private void read(R row) {
    stored.put(row, state.apply(row));
  }

  public void created(R row) {
    stored.put(row, null);
  }

  public Collection<R> all() {
    return stored.keySet();
  }

  public boolean contains(R row) {
    return stored.containsKey(row);
  }

  /** New rows, in no order. */
  public List<R> created() {
    return stored.keySet().stream().filter(row -> stored.get(row) == null).toList();
  }

  /** Rows that differ from what the database has, in no order. */
  public List<R> changed() {
    return stored.keySet().stream()
        .filter(row -> stored.get(row) != null && !stored.get(row).equals(state.apply(row)))
        .toList();
  }

  public boolean isUnchanged() {
    return created().isEmpty() && changed().isEmpty();
  }

  /** The database has all of them now. */
  public void written() {
    read(List.copyOf(stored.keySet()));
  }
}
