package io.tradewind.operator;

import io.tradewind.client.Page;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lists that are longer than a page. */
public final class Pages {

  private static final int LARGEST_PAGE = 100;

  private Pages() {}

  /** The page at a cursor; null for the first. */
  @FunctionalInterface
  interface Source<T> {
    Page<T> page(String cursor, int limit);
  }

  /** Up to this many items, with a line that says when there are more. */
  static <T> List<T> read(Source<T> source, int limit, PrintWriter out) {
    List<T> items = new ArrayList<>();
    String cursor = null;
    do {
      Page<T> page = source.page(cursor, Math.min(LARGEST_PAGE, limit - items.size()));
      items.addAll(page.items());
      cursor = page.next();
    } while (cursor != null && items.size() < limit);
    if (cursor != null) {
      out.println("There are more than " + limit + "; ask for more with --limit.");
    }
    return items;
  }
}
