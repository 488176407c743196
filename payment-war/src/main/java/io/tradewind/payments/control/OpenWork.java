package io.tradewind.payments.control;

/**
 * Operations that have not ended.
 *
 * @param unknown of these, the ones whose last call brought no answer
 * @param attention of these, the ones that a person should look at
 * @param differences payments that stand otherwise at the provider, and of which nobody has decided
 * @param stopped whether so many differ that nothing is corrected without somebody's word
 */
public record OpenWork(long open, long unknown, long attention, long differences, boolean stopped) {

  /** Of the operations alone. */
  OpenWork(long open, long unknown, long attention) {
    this(open, unknown, attention, 0, false);
  }

  /** The same with what the comparison has found. */
  public OpenWork with(long differing, boolean isStopped) {
    return new OpenWork(open, unknown, attention, differing, isStopped);
  }
}
