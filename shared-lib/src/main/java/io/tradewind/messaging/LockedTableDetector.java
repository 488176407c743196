package io.tradewind.messaging;

import java.util.HashSet;
import java.util.Set;

/**
 * Distinguishes a locked row from a locked table: a locked table blocks one key after another, and
 * no message is handled in between.
 */
final class LockedTableDetector {

  /** Keys in a row. One manual transaction may well lock the rows of a few. */
  private static final int A_TABLE = 5;

  private final Set<String> inARow = new HashSet<>();

  /** The messages of this key, tried alone, timed out waiting for a lock. */
  void metOn(String key) {
    inARow.add(key);
  }

  boolean areATables() {
    return inARow.size() >= A_TABLE;
  }

  /** A message was handled. */
  void passed() {
    inARow.clear();
  }
}
