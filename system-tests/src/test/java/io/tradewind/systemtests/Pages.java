package io.tradewind.systemtests;

import io.tradewind.client.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A list read to its end.
 *
 * @param page by cursor, null for the first
 */
record Pages<T>(Function<String, Page<T>> page) {

  List<T> all() {
    List<T> items = new ArrayList<>();
    String cursor = null;
    do {
      Page<T> read = page.apply(cursor);
      items.addAll(read.items());
      cursor = read.next();
    } while (cursor != null);
    return items;
  }
}
