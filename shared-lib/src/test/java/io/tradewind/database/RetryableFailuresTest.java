package io.tradewind.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RetryableFailuresTest {

  @Test
  void aDatabaseThatIsAwayOrALockThatIsHeldHeals() {
    for (String state :
        new String[] {"08006", "40P01", "53300", "57P01", "55P03", "25P03", "25P04"}) {
      assertThat(RetryableFailures.isRetryable(wrapped(new SQLException("any", state))))
          .as(state)
          .isTrue();
    }
  }

  @Test
  void aMessagesOwnFaultDoesNot() {
    assertThat(RetryableFailures.isRetryable(wrapped(new SQLException("null value", "23502"))))
        .isFalse();
    assertThat(RetryableFailures.isRetryable(new IllegalStateException("no such order"))).isFalse();
  }

  /**
   * PostgreSQL reports this once on each connection that had prepared a statement for all columns.
   */
  @Test
  void aColumnMoreInATableHealsAndWhatTheDatabaseCannotDoDoesNot() {
    String changed = "ERROR: cached plan must not change result type";

    assertThat(RetryableFailures.isRetryable(wrapped(new SQLException(changed, "0A000")))).isTrue();
    assertThat(RetryableFailures.isRetryable(wrapped(new SQLException("cannot do this", "0A000"))))
        .isFalse();
    assertThat(RetryableFailures.isRetryable(new SQLException(null, "0A000"))).isFalse();
  }

  private static Exception wrapped(SQLException cause) {
    return new IllegalStateException("the container says so", new RuntimeException(cause));
  }
}
