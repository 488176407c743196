package io.tradewind.payments.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final String OLD = "2026-01-31T11:00:00Z";
  private static final String YOUNG = "2026-01-31T11:59:59Z";

  private final ProviderStub provider = new ProviderStub();
  private final Reconciler reconciler =
      new Reconciler(
          null,
          null,
          new ResilientProvider(provider),
          null,
          Duration.ofMinutes(2),
          Duration.ofHours(1));

  @Test
  void aLineThatCannotBeReadSpoilsNoOther() {
    provider
        .line(1, OLD)
        .bad("{\"seq\": 2, \"at\": \"yesterday\", \"key\": \"k\", \"payment\": \"p\"}");
    provider.bad("{\"seq\": \"three\"}").bad("\"four\"").line(5, OLD);

    assertThat(reconciler.settledLines(0, NOW))
        .extracting(ProviderLine::seq)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(reconciler.settledLines(0, NOW))
        .extracting(ProviderLine::isReadable)
        .containsExactly(true, false, false, false, true);
    assertThat(reconciler.settledLines(0, NOW).get(1).payment()).isEqualTo("p");
  }

  @Test
  void aNameThatNoDatabaseStoresIsALineThatCannotBeRead() {
    provider.bad(
        "{\"seq\": 1, \"at\": \"" + OLD + "\", \"key\": \"k\", \"payment\": \"a\\u0000b\"}");

    ProviderLine line = reconciler.settledLines(0, NOW).get(0);
    assertThat(line.isReadable()).isFalse();
    assertThat(line.payment()).isNull();
  }

  @Test
  void aLineFromTheFutureHoldsUpNoneBehindItAndTheYoungOnesWait() {
    provider.line(1, OLD).line(2, "2099-01-01T00:00:00Z").line(3, OLD).line(4, YOUNG);

    assertThat(reconciler.settledLines(0, NOW))
        .extracting(ProviderLine::seq)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aLedgerOfWhichHardlyAnythingCanBeReadIsNotReadOn() {
    for (int line = 0; line < 101; line++) {
      provider.bad("{}");
    }

    assertThatThrownBy(() -> reconciler.settledLines(0, NOW))
        .hasMessageContaining("cannot be read");
  }
}
