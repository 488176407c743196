package io.tradewind.notifications.control;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.tradewind.database.Transactions;
import io.tradewind.http.identity.EndedSessions;
import io.tradewind.messaging.TraceContext;
import io.tradewind.notifications.control.ClientConnection.Ending;
import io.tradewind.notifications.control.Tickets.Holder;
import io.tradewind.notifications.entity.Notification;
import io.tradewind.scheduling.Heartbeat;
import io.tradewind.scheduling.Heartbeats;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One thread pushes to all sockets of this replica. What this replica has just committed goes from
 * memory to the sockets that have everything before it. Everything else, namely what a new socket
 * missed, what a slow one left behind and what another replica stored, is read from the database,
 * in one query for all users concerned. A lost wake-up is harmless: the tick covers everyone.
 */
@ApplicationScoped
public class PushDispatcher {

  private static final System.Logger LOG = System.getLogger(PushDispatcher.class.getName());

  /** Frames of one user per query; a longer history takes several rounds. */
  private static final int READ_AT_MOST = StreamSubscriber.CAPACITY / 2;

  /** Users per tick; more take turns, so that the cost of a tick is constant. */
  private static final int TICK_USERS = 500;

  private static final Attributes OVER_A_SOCKET =
      Attributes.of(AttributeKey.stringKey("network.protocol.name"), "websocket");

  private static final int BATCHES_WAITING = 1000;
  private static final long REST_AFTER_FAILURE_MILLIS = 1000;
  private static final long TEND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final List<Notification> WAKE_UP = List.of();

  @Inject Notifications notifications;
  @Inject Transactions transactions;
  @Inject StreamMetrics metrics;
  @Inject EndedSessions ended;
  @Inject Heartbeats heartbeats;

  @Inject
  @ConfigProperty(name = "tradewind.notifications.poll")
  Duration poll;

  /** The old spelling of {@link #poll}: no expression turns milliseconds into a duration. */
  @Inject
  @ConfigProperty(name = "tradewind.notifications.tick.millis")
  Optional<Long> pollMillis;

  @Inject
  @ConfigProperty(name = "tradewind.notifications.send-timeout")
  Duration sendTimeout;

  @Inject
  @ConfigProperty(name = "tradewind.notifications.ping-every")
  Duration pingEvery;

  @Inject
  @ConfigProperty(name = "tradewind.notifications.sockets.per.user")
  int socketsPerUser;

  private final Map<UUID, Set<StreamSubscriber>> readers = new ConcurrentHashMap<>();
  private final Set<UUID> wanting = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<List<Notification>> committed =
      new ArrayBlockingQueue<>(BATCHES_WAITING);
  private final StreamSubscriber.Feeder feeder = new Feeding();
  private volatile boolean stopped;
  private volatile Thread thread;
  private Heartbeat heartbeat;
  private Iterator<UUID> turn = List.<UUID>of().iterator();
  private long nextTick;
  private long nextTend;

  public void start(ThreadFactory threads) {
    heartbeat = heartbeats.of("notification-push");
    thread = threads.newThread(this::run);
    thread.setName("notification-push");
    thread.start();
  }

  @PreDestroy
  void stop() {
    stopped = true;
    if (thread != null) {
      thread.interrupt();
    }
    readers
        .values()
        .forEach(each -> each.forEach(subscriber -> subscriber.hangUp(Ending.STOPPING)));
  }

  /**
   * Adds a new socket, which first gets what it missed and then continues live.
   *
   * @return empty when the user has too many; the connection has been closed then
   */
  public Optional<StreamSubscriber> join(Holder holder, long after, ClientConnection connection) {
    UUID userId = holder.userId();
    StreamSubscriber subscriber =
        new StreamSubscriber(holder, after, connection, System.nanoTime(), feeder);
    Set<StreamSubscriber> all =
        readers.compute(
            userId,
            (user, present) -> {
              Set<StreamSubscriber> kept = present == null ? new CopyOnWriteArraySet<>() : present;
              if (kept.size() < socketsPerUser) {
                kept.add(subscriber);
              }
              return kept;
            });
    if (!all.contains(subscriber)) {
      connection.hangUp(Ending.TOO_MANY);
      metrics.dropped(Ending.TOO_MANY);
      return Optional.empty();
    }
    want(userId);
    return Optional.of(subscriber);
  }

  public void leave(StreamSubscriber subscriber) {
    subscriber.close();
    readers.computeIfPresent(
        subscriber.userId(),
        (user, present) -> {
          present.remove(subscriber);
          return present.isEmpty() ? null : present;
        });
  }

  public int sockets() {
    return readers.values().stream().mapToInt(Set::size).sum();
  }

  /** Called after a commit with what it stored; costs nothing for users without a socket here. */
  public void stored(List<Notification> fresh) {
    List<Notification> here =
        fresh.stream().filter(notification -> readers.containsKey(notification.userId())).toList();
    if (!here.isEmpty() && !committed.offer(here)) {
      here.forEach(notification -> wanting.add(notification.userId()));
    }
  }

  private void want(UUID userId) {
    wanting.add(userId);
    // A full queue means that the thread is awake.
    committed.offer(WAKE_UP);
  }

  private void run() {
    try {
      turnUntilStopped();
    } finally {
      heartbeat.end();
    }
  }

  /** Errors are caught too: without this thread sockets would silently get nothing. */
  private void turnUntilStopped() {
    while (!stopped) {
      heartbeat.beat();
      try {
        turnOnce();
      } catch (InterruptedException stopping) {
        return;
      } catch (Exception | Error failed) {
        LOG.log(System.Logger.Level.WARNING, "pushing failed, tried again", failed);
        rest();
      }
    }
  }

  private void turnOnce() throws Exception {
    long untilTick = nextTick - System.nanoTime();
    List<Notification> first =
        wanting.isEmpty()
            ? committed.poll(Math.max(0, untilTick), TimeUnit.NANOSECONDS)
            : committed.poll();
    List<Notification> fresh = new ArrayList<>();
    for (List<Notification> batch = first; batch != null; batch = committed.poll()) {
      fresh.addAll(batch);
    }
    push(fresh);
    long now = System.nanoTime();
    if (now - nextTick >= 0) {
      nextTick = now + pollMillis.map(Duration::ofMillis).orElse(poll).toNanos();
      lookAfterSome();
    }
    if (now - nextTend >= 0) {
      nextTend = now + TEND_NANOS;
      tend(now);
    }
    readForTheWanting();
  }

  private void push(List<Notification> fresh) {
    for (Notification notification : fresh) {
      Set<StreamSubscriber> mine = readers.getOrDefault(notification.userId(), Set.of());
      if (mine.isEmpty()) {
        continue;
      }
      TraceContext.onBehalfOf(
          notification.traceparent() == null ? List.of() : List.of(notification.traceparent()),
          "push " + notification.type(),
          SpanKind.PRODUCER,
          OVER_A_SOCKET,
          () -> push(notification, mine));
    }
  }

  private void push(Notification notification, Set<StreamSubscriber> readers) {
    Frame frame = Frame.of(notification);
    for (StreamSubscriber subscriber : readers) {
      long before = subscriber.cursor();
      if (!subscriber.offer(frame)) {
        wanting.add(notification.userId());
      } else if (frame.seq() > before) {
        metrics.pushed();
      }
    }
  }

  private void readForTheWanting() throws Exception {
    Map<UUID, Long> after = new HashMap<>();
    for (UUID userId : Set.copyOf(wanting)) {
      wanting.remove(userId);
      readers.getOrDefault(userId, Set.of()).stream()
          .filter(StreamSubscriber::hasRoom)
          .mapToLong(StreamSubscriber::cursor)
          .min()
          .ifPresent(cursor -> after.put(userId, cursor));
    }
    if (after.isEmpty()) {
      return;
    }
    try {
      List<Notification> found = new ArrayList<>();
      transactions.run(() -> found.addAll(notifications.newer(after, READ_AT_MOST)));
      wanting.addAll(usersWithMore(found));
      push(found);
    } catch (Exception unread) {
      wanting.addAll(after.keySet());
      throw unread;
    }
  }

  private static Set<UUID> usersWithMore(List<Notification> found) {
    Map<UUID, Integer> counts = new HashMap<>();
    found.forEach(notification -> counts.merge(notification.userId(), 1, Integer::sum));
    Set<UUID> more = new HashSet<>();
    counts.forEach(
        (userId, count) -> {
          if (count == READ_AT_MOST) {
            more.add(userId);
          }
        });
    return more;
  }

  private void lookAfterSome() {
    for (int users = 0; users < TICK_USERS; users++) {
      if (!turn.hasNext()) {
        turn = readers.keySet().iterator();
        if (users > 0 || !turn.hasNext()) {
          return;
        }
      }
      wanting.add(turn.next());
    }
  }

  private void tend(long now) {
    long timeout = sendTimeout.toNanos();
    long ping = pingEvery.toNanos();
    readers
        .values()
        .forEach(each -> each.forEach(subscriber -> subscriber.tend(now, timeout, ping)));
    if (!ended.none()) {
      readers.values().forEach(each -> each.forEach(this::hangUpWhenSignedOut));
    }
  }

  private void hangUpWhenSignedOut(StreamSubscriber subscriber) {
    if (subscriber.session() != null && ended.hold(subscriber.session())) {
      subscriber.hangUp(Ending.SIGNED_OUT);
    }
  }

  private void rest() {
    try {
      Thread.sleep(REST_AFTER_FAILURE_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Callbacks of subscribers, on any thread. */
  private final class Feeding implements StreamSubscriber.Feeder {

    @Override
    public void drained(StreamSubscriber subscriber) {
      want(subscriber.userId());
    }

    @Override
    public void dropped(StreamSubscriber subscriber, Ending why) {
      metrics.dropped(why);
      leave(subscriber);
    }
  }
}
