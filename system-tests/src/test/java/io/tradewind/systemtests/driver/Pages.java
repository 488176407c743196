package io.tradewind.systemtests.driver;

import io.tradewind.client.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a list to its end.
 *
 * @param page reads the page at a cursor; null for the first page
 */
public record Pages<T>(Function<String, Page<T>> page) {

  public List<T> all() {
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
