package io.tradewind.payments.control;

/**
 * Unfinished operations.
 *
 * @param unknown of these, those whose last attempt brought no final answer
 * @param attention of these, those that an operator should look at
 * @param differences payments that differ at the provider and have no decision
 * @param stopped whether so many differ that nothing is corrected without a decision
 */
public record OpenWork(long open, long unknown, long attention, long differences, boolean stopped) {

  /** Without differences. */
  OpenWork(long open, long unknown, long attention) {
    this(open, unknown, attention, 0, false);
  }

  /** The same with the differences of the reconciliation. */
  public OpenWork with(long differing, boolean isStopped) {
    return new OpenWork(open, unknown, attention, differing, isStopped);
  }
}
