package io.tradewind.messaging;

import java.util.concurrent.atomic.LongAdder;

/** Counts of one channel since the start. */
final class ChannelTally implements OrderedDelivery.Tally {

  private final LongAdder messages = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder parkings = new LongAdder();

  @Override
  public void handled(int count) {
    messages.add(count);
    batches.increment();
  }

  @Override
  public void retried() {
    retries.increment();
  }

  @Override
  public void parked() {
    parkings.increment();
  }

  long messages() {
    return messages.sum();
  }

  long batches() {
    return batches.sum();
  }

  long retries() {
    return retries.sum();
  }

  long parkings() {
    return parkings.sum();
  }
}
