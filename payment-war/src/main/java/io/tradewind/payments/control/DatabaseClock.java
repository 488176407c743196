package io.tradewind.payments.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * The database's clock, which all replicas share for leases and due times. It is queried once a
 * second; in between, the elapsed monotonic time is added, so the machine's own time of day does
 * not matter.
 */
@ApplicationScoped
public class DatabaseClock {

  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Reading(Instant at, long nanos) {}

  @PersistenceContext(unitName = "payments")
  EntityManager entities;

  private volatile Reading last;

  public Instant now() {
    Reading known = last;
    long nanos = System.nanoTime();
    if (known == null || nanos - known.nanos > GOOD_FOR_NANOS) {
      known = new Reading(read(), nanos);
      last = known;
    }
    return known.at.plusNanos(nanos - known.nanos);
  }

  private Instant read() {
    Number micros =
        (Number)
            entities
                .createNativeQuery(
                    "select cast (extract (epoch from clock_timestamp()) * 1000000 as bigint)")
                .getSingleResult();
    return Instant.EPOCH.plus(micros.longValue(), ChronoUnit.MICROS);
  }
}
