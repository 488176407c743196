package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ETagsTest {

  @Test
  void aNewThingNeedsNoVersion() {
    assertThatCode(() -> ETags.require(null, null)).doesNotThrowAnyException();
  }

  @Test
  void anExistingThingNeedsOne() {
    answers(ProblemType.VERSION_REQUIRED, () -> ETags.require(null, 3L));
  }

  @Test
  void thePresentVersionIsAcceptedAloneInAListOrAsAnything() {
    for (String tag : new String[] {"\"3\"", "\"2\", \"3\"", "*"}) {
      assertThatCode(() -> ETags.require(tag, 3L)).doesNotThrowAnyException();
    }
  }

  @Test
  void anyOtherTagIsStale() {
    for (String tag : new String[] {"\"2\"", "3", "W/\"3\"", "", "nonsense"}) {
      answers(ProblemType.STALE_VERSION, () -> ETags.require(tag, 3L));
    }
  }

  @Test
  void nothingMatchesWhatDoesNotExist() {
    answers(ProblemType.STALE_VERSION, () -> ETags.require("*", null));
    answers(ProblemType.STALE_VERSION, () -> ETags.require("\"1\"", null));
  }

  private static void answers(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(type));
  }
}
