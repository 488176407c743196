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
 * Handles one batch, whatever is in it.
 *
 * <p>Transient failures and system faults are retried with the whole batch, for as long as it
 * takes. After any other failure the batch is halved, each half in its own transaction, until the
 * failing message is alone. It is parked at once when the failure is certain. Otherwise it is set
 * aside, together with later messages of its key, and retried after the rest of the batch.
 *
 * <p>A lock of another transaction is waited for once, for as long as the database's lock time-out.
 * Then the batch is halved and its parts wait only briefly, until the messages with locked rows are
 * alone. These are postponed: stored as parked messages whose replay is requested at once, so
 * operators see the waiting keys and the keys continue by themselves. When a whole table is locked,
 * the batch waits.
 *
 * <p>The open messages that are still ours are one set for the whole batch, because a rebalance
 * during any pause revokes messages of every half.
 */
final class Isolation {

  private static final System.Logger LOG = System.getLogger(Isolation.class.getName());

  /**
   * Pauses before the second and third try of a single message; all that are set aside share them:
   * 40 ms a batch.
   */
  private static final List<Duration> BETWEEN_TRIES =
      List.of(Duration.ofMillis(10), Duration.ofMillis(30));

  private static final int TRIES_ALONE = BETWEEN_TRIES.size() + 1;

  /** After this many messages failed in the container, the others are not tried any more. */
  private static final int ENOUGH_TO_SEE = 10;

  /** After this many locked messages, they are postponed before the rest is tried. */
  private static final int LOCKED_AT_ONCE = 10;

  private final OrderedDelivery channel;
  private final Backoff backoff = new Backoff();

  /** By place, in order. */
  private final Map<String, Received> unhandled = new LinkedHashMap<>();

  private final Map<String, Integer> triesAlone = new HashMap<>();

  /** Keys with a message that waits for its next try alone, and later messages behind it. */
  private final Set<String> keysAside = new HashSet<>();

  /** Messages, by place, that met a lock when tried alone, with the failure. */
  private final Map<String, Exception> locked = new LinkedHashMap<>();

  /** Whether locks are waited for only briefly, because one wait timed out. */
  private boolean briefly;

  /** Then other failures are not the container's. */
  private boolean handledSome;

  /** Places of the messages that failed in the container, while the brake holds. */
  private final Set<String> containerFailures = new HashSet<>();

  Isolation(OrderedDelivery channel, List<Received> batch) {
    this.channel = channel;
    batch.forEach(message -> unhandled.put(message.recordId(), message));
  }

  void run() {
    while (!unhandled.isEmpty()) {
      containerFailures.clear();
      keysAside.clear();
      locked.clear();
      handledSome = false;
      attempt(List.copyOf(unhandled.values()));
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
    unhandled.values().stream()
        .collect(Collectors.groupingBy(Isolation::keyOf, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(
            sameKey -> {
              attempt(sameKey.subList(0, 1));
              attempt(sameKey);
            });
  }

  private static String keyOf(Received message) {
    return message.key() == null ? message.recordId() : message.key();
  }

  private List<Received> mine(List<Received> messages) {
    if (containerFailures.size() >= ENOUGH_TO_SEE || locked.size() >= LOCKED_AT_ONCE) {
      return List.of();
    }
    return messages.stream()
        .filter(message -> unhandled.containsKey(message.recordId()))
        .filter(message -> !keysAside.contains(keyOf(message)))
        .toList();
  }

  /** Tries the messages that are still open and not set aside, until none is left. */
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
    messages.forEach(message -> unhandled.remove(message.recordId()));
  }

  private void recover(List<Received> messages, Exception failure) {
    if (channel.stopping.getAsBoolean()) {
      throw new ChannelStopping();
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
      alone(messages.get(0), failure, FailureKind.of(failure));
    }
  }

  private void meetsLock(Received culprit, Exception failure) {
    channel.locks.metOn(keyOf(culprit));
    if (!waitedForTheTable(failure)) {
      locked.put(culprit.recordId(), failure);
      keysAside.add(keyOf(culprit));
    }
  }

  /** A locked table is released for all keys at once, so the messages stay in the batch. */
  private boolean waitedForTheTable(Exception failure) {
    if (handledSome || !channel.locks.areATables()) {
      return false;
    }
    briefly = false;
    locked.clear();
    waitFor(failure);
    return true;
  }

  private void postpone(String recordId, Exception failure) {
    Received message = unhandled.get(recordId);
    if (message == null) {
      return;
    }
    try {
      channel.postpone(message.raw(), OrderedDelivery.causeOf(failure));
      unhandled.remove(recordId);
    } catch (Exception notStored) {
      waitFor(notStored);
    }
  }

  private void alone(Received culprit, Exception failure, FailureKind fault) {
    int tries = triesAlone.merge(culprit.recordId(), 1, Integer::sum);
    boolean first = tries == 1 && !handledSome;
    if (fault == FailureKind.UNCERTAIN && first && channel.brake.recordFailure(culprit, failure)) {
      channel.state.down("the container fails on one key after another: restart it", failure);
      containerFailures.add(culprit.recordId());
      keysAside.add(keyOf(culprit));
      return;
    }
    if (fault == FailureKind.UNCERTAIN && tries < TRIES_ALONE) {
      keysAside.add(keyOf(culprit));
    } else {
      park(culprit, failure);
    }
  }

  /** When parking has to wait, the message is tried once more first: its failure may be over. */
  private void park(Received culprit, Exception failure) {
    try {
      channel.park(culprit.raw(), OrderedDelivery.causeOf(failure));
    } catch (Exception notParked) {
      if (waitedFor(notParked)) {
        return;
      }
      parkWithLess(culprit, notParked);
    }
    if (unhandled.remove(culprit.recordId()) != null) {
      channel.parked(culprit, failure);
    }
  }

  /** Parks what can be stored: place and payload, and if need be without the key. */
  private void parkWithLess(Received culprit, Exception notParked) {
    String cause = "could not be stored whole: " + OrderedDelivery.causeOf(notParked);
    String key = culprit.raw().key();
    while (unhandled.containsKey(culprit.recordId())) {
      try {
        byte[] payload = culprit.raw().value();
        channel.park(new RawMessage(culprit.recordId(), key, Map.of(), payload), cause);
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

  /** Whether the failure is not the message's; then the whole batch has waited for it. */
  private boolean waitedFor(Exception failure) {
    FailureKind fault = FailureKind.of(failure);
    if (fault != FailureKind.TRANSIENT && fault != FailureKind.SYSTEM) {
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
                    "{0}: retryable failure, trying again: {1}",
                    channel.channel,
                    failure));
    rest(backoff.next());
  }

  private void rest(Duration pause) {
    List<RawMessage> waiting = unhandled.values().stream().map(Received::raw).toList();
    Set<String> ours =
        channel.patience.rest(pause, waiting).stream()
            .map(RawMessage::recordId)
            .collect(Collectors.toSet());
    unhandled.keySet().retainAll(ours);
    if (channel.stopping.getAsBoolean()) {
      throw new ChannelStopping();
    }
  }
}
