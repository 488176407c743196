package io.tradewind.messaging;

import io.tradewind.database.RetryableFailures;
import io.tradewind.database.SystemFault;
import io.tradewind.scheduling.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One batch on its way to be done, whatever is in it.
 *
 * <p>What fails and will heal is tried again as it is, for as long as it takes; so is what fails
 * for a fault of the system. What fails otherwise is halved, each half a transaction of its own,
 * until the culprit stands alone. One whose failure is certain is parked there and then. One that
 * may heal is put aside with what follows it on its key; the rest of the batch is done first.
 *
 * <p>A lock that another transaction holds is waited for once as long as the database says. Then
 * the batch is halved, and its parts wait briefly, until the messages stand alone whose rows are
 * held. They are put off: they are stored as if parked and asked for again at once, so that their
 * keys wait where they are listed and go on by themselves. When it is no row but a table, the batch
 * waits.
 *
 * <p>What is not done yet and still ours is one set for the whole batch, because a rebalance during
 * any rest takes messages of every half.
 */
final class Isolation {

  private static final System.Logger LOG = System.getLogger(Isolation.class.getName());

  /** Before the second and the third try alone; all that is aside waits together: 40 ms a batch. */
  private static final List<Duration> BETWEEN_TRIES =
      List.of(Duration.ofMillis(10), Duration.ofMillis(30));

  private static final int TRIES_ALONE = BETWEEN_TRIES.size() + 1;

  /** Messages that the container failed on before the others are not tried any more. */
  private static final int ENOUGH_TO_SEE = 10;

  /** Put off at once, before the rest of the batch is looked at. */
  private static final int LOCKED_AT_ONCE = 10;

  private final OrderedDelivery channel;
  private final Backoff backoff = new Backoff();

  /** By their places, in order. */
  private final Map<String, Received> undone = new LinkedHashMap<>();

  private final Map<String, Integer> triesAlone = new HashMap<>();

  /** Keys of which one message waits for its next try alone, and the others behind it. */
  private final Set<String> keysAside = new HashSet<>();

  /** By their places, what stood alone and met a lock, and what it was told. */
  private final Map<String, Exception> locked = new LinkedHashMap<>();

  /** Whether locks are waited for briefly: one was waited for in vain. */
  private boolean briefly;

  /** Then the container is not at fault, whatever fails beside it. */
  private boolean handledSome;

  /** Places of what the container failed on, while the brake holds. */
  private final Set<String> heldBack = new HashSet<>();

  Isolation(OrderedDelivery channel, List<Received> batch) {
    this.channel = channel;
    batch.forEach(message -> undone.put(message.place(), message));
  }

  void run() {
    while (!undone.isEmpty()) {
      heldBack.clear();
      keysAside.clear();
      locked.clear();
      handledSome = false;
      attempt(List.copyOf(undone.values()));
      if (channel.brake.holds()) {
        triesAlone.clear();
        rest(backoff.next());
      } else if (locked.isEmpty()) {
        BETWEEN_TRIES.forEach(this::tryAsideAgain);
      } else {
        locked.forEach(this::postpone);
        rest(BETWEEN_TRIES.get(0));
      }
    }
  }

  private void tryAsideAgain(Duration pause) {
    if (keysAside.isEmpty()) {
      return;
    }
    rest(pause);
    keysAside.clear();
    undone.values().stream()
        .collect(Collectors.groupingBy(Isolation::keyOf, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(
            sameKey -> {
              attempt(sameKey.subList(0, 1));
              attempt(sameKey);
            });
  }

  private static String keyOf(Received message) {
    return message.key() == null ? message.place() : message.key();
  }

  private List<Received> mine(List<Received> messages) {
    if (heldBack.size() >= ENOUGH_TO_SEE || locked.size() >= LOCKED_AT_ONCE) {
      return List.of();
    }
    return messages.stream()
        .filter(message -> undone.containsKey(message.place()))
        .filter(message -> !keysAside.contains(keyOf(message)))
        .toList();
  }

  /** What is neither done, nor aside, nor gone after a failure is tried again. */
  private void attempt(List<Received> messages) {
    List<Received> rest = mine(messages);
    while (!rest.isEmpty()) {
      try {
        handledSome |= channel.handleTogether(rest, briefly);
        done(rest);
      } catch (Exception failure) {
        recover(rest, failure);
      }
      rest = mine(rest);
    }
  }

  private void done(List<Received> messages) {
    messages.forEach(message -> undone.remove(message.place()));
  }

  private void recover(List<Received> messages, Exception failure) {
    if (channel.stopping.getAsBoolean()) {
      throw new ChannelDown();
    }
    channel.metrics.retried();
    boolean lockMet = RetryableFailures.isLockWait(failure);
    if (lockMet ? waitedForTheTable(failure) : waitedFor(failure)) {
      return;
    }
    briefly |= lockMet;
    if (messages.size() > 1) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0}: halving {1} after {2}",
          channel.channel,
          messages.size(),
          failure);
      int half = messages.size() / 2;
      attempt(messages.subList(0, half));
      attempt(messages.subList(half, messages.size()));
    } else if (lockMet) {
      meetsLock(messages.get(0), failure);
    } else {
      alone(messages.get(0), failure, Fault.of(failure));
    }
  }

  private void meetsLock(Received culprit, Exception failure) {
    channel.locks.metOn(keyOf(culprit));
    if (!waitedForTheTable(failure)) {
      locked.put(culprit.place(), failure);
      keysAside.add(keyOf(culprit));
    }
  }

  /** Who holds a table lets go of all keys at once; so they stay where they are. */
  private boolean waitedForTheTable(Exception failure) {
    if (handledSome || !channel.locks.areATables()) {
      return false;
    }
    briefly = false;
    locked.clear();
    waitFor(failure);
    return true;
  }

  private void postpone(String place, Exception failure) {
    Received message = undone.get(place);
    if (message == null) {
      return;
    }
    try {
      channel.postpone(message.raw(), OrderedDelivery.causeOf(failure));
      undone.remove(place);
    } catch (Exception notStored) {
      waitFor(notStored);
    }
  }

  private void alone(Received culprit, Exception failure, Fault fault) {
    int tries = triesAlone.merge(culprit.place(), 1, Integer::sum);
    boolean first = tries == 1 && !handledSome;
    if (fault == Fault.UNCERTAIN && first && channel.brake.pulledBy(culprit, failure)) {
      channel.state.down("the container fails on one key after another: restart it", failure);
      heldBack.add(culprit.place());
      keysAside.add(keyOf(culprit));
      return;
    }
    if (fault == Fault.UNCERTAIN && tries < TRIES_ALONE) {
      keysAside.add(keyOf(culprit));
    } else {
      park(culprit, failure);
    }
  }

  /** When that has to wait, the message itself is tried once more before: its fault may be over. */
  private void park(Received culprit, Exception failure) {
    try {
      channel.park(culprit.raw(), OrderedDelivery.causeOf(failure));
    } catch (Exception notParked) {
      if (waitedFor(notParked)) {
        return;
      }
      parkWithLess(culprit, notParked);
    }
    if (undone.remove(culprit.place()) != null) {
      channel.parked(culprit, failure);
    }
  }

  /** Whatever it is that cannot be stored: its place and its payload can, at last without key. */
  private void parkWithLess(Received culprit, Exception notParked) {
    String cause = "could not be stored whole: " + OrderedDelivery.causeOf(notParked);
    String key = culprit.raw().key();
    while (undone.containsKey(culprit.place())) {
      try {
        byte[] payload = culprit.raw().value();
        channel.park(new RawMessage(culprit.place(), key, Map.of(), payload), cause);
        return;
      } catch (Exception failure) {
        if (waitedFor(failure)) {
          continue;
        }
        if (key == null) {
          channel.state.down("repair the table parked_message, which takes nothing", failure);
          rest(backoff.next());
        }
        key = null;
      }
    }
  }

  /** Whether the failure is none of the message's; all of the batch waits for it then. */
  private boolean waitedFor(Exception failure) {
    Fault fault = Fault.of(failure);
    if (fault != Fault.TRANSIENT && fault != Fault.SYSTEM) {
      return false;
    }
    waitFor(failure);
    return true;
  }

  private void waitFor(Exception failure) {
    SystemFault.of(failure)
        .ifPresentOrElse(
            fault -> channel.state.down(fault.advice(), failure),
            () ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: will heal, trying again: {1}",
                    channel.channel,
                    failure));
    rest(backoff.next());
  }

  private void rest(Duration pause) {
    List<RawMessage> waiting = undone.values().stream().map(Received::raw).toList();
    Set<String> ours =
        channel.patience.rest(pause, waiting).stream()
            .map(RawMessage::place)
            .collect(Collectors.toSet());
    undone.keySet().retainAll(ours);
    if (channel.stopping.getAsBoolean()) {
      throw new ChannelDown();
    }
  }
}
