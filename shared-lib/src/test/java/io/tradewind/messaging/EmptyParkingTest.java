package io.tradewind.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.messaging.ParkedMessageTable.Census;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyParkingTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final EmptyParking parking = new EmptyParking(nanos::get);

  @Test
  void nothingIsCertainBeforeTheFirstLook() {
    assertThat(parking.certain()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, false, true", "1, false, false", "0, true, false", "7, true, false"})
  void onlyAnEmptyTableIsCertain(long waiting, boolean removed, boolean certain) {
    parking.looked(new Census(waiting, removed), parking.now());

    assertThat(parking.certain()).isEqualTo(certain);
  }

  @Test
  void aDoubtLastsUntilTheNextLook() {
    parking.looked(new Census(0, false), parking.now());
    parking.doubt();
    assertThat(parking.certain()).isFalse();

    parking.looked(new Census(0, false), parking.now());
    assertThat(parking.certain()).isTrue();
  }

  /** A process that was suspended finds an answer that arrived long ago. */
  @Test
  void theCertaintyCountsFromTheQuestionAndEnds() {
    long asked = parking.now();
    nanos.addAndGet(EmptyParking.CERTAIN_FOR.toNanos());
    parking.looked(new Census(0, false), asked);
    assertThat(parking.certain()).isTrue();

    nanos.addAndGet(Duration.ofNanos(1).toNanos());
    assertThat(parking.certain()).isFalse();
  }
}
