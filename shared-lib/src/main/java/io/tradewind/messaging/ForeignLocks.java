package io.tradewind.messaging;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells a row that another transaction holds from a whole table: that shows on one key after
 * another, and nothing is handled between them.
 */
final class ForeignLocks {

  /** Keys in a row. A person's transaction may well hold the rows of a few. */
  private static final int A_TABLE = 5;

  private final Set<String> inARow = new HashSet<>();

  /** The messages of this key, tried alone, waited for a lock in vain. */
  void metOn(String key) {
    inARow.add(key);
  }

  boolean areATables() {
    return inARow.size() >= A_TABLE;
  }

  /** Something was handled. */
  void passed() {
    inARow.clear();
  }
}
