package io.tradewind.notifications.control;

import io.tradewind.notifications.control.Tickets.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tickets that the handshake filter has redeemed and whose socket is about to open: the filter sees
 * the HTTP request and can refuse it, the endpoint sees the socket, and only the URL is known to
 * both.
 */
@ApplicationScoped
public class PendingHandshakes {

  /** An upgrade follows its request at once or never. */
  private static final long KEPT_NANOS = Duration.ofSeconds(30).toNanos();

  /** The user of the socket, and the last number that the client has. */
  public record Admission(Holder holder, long after, long at) {}

  private final Map<String, Admission> admitted = new ConcurrentHashMap<>();

  public void admit(String ticket, Holder holder, long after) {
    admitted.put(ticket, new Admission(holder, after, System.nanoTime()));
  }

  public Optional<Admission> enter(String ticket) {
    return Optional.ofNullable(admitted.remove(ticket));
  }

  public void forgetThoseWhoNeverCame() {
    long now = System.nanoTime();
    admitted.values().removeIf(admission -> now - admission.at() > KEPT_NANOS);
  }
}
