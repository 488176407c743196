package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

  @Test
  void aPageHasTwentyItemsUnlessSaidOtherwise() {
    assertThat(PageRequest.of(null, null).limit()).isEqualTo(20);
    assertThat(PageRequest.of(null, "100").limit()).isEqualTo(100);
    assertThat(PageRequest.of(null, "1").limit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "-1", "", " 5", "5 ", "1.0", "x", "2147483648", "+5", "٣"})
  void anotherLimitIsRefused(String limit) {
    assertThatThrownBy(() -> PageRequest.of(null, limit))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_PARAMETER));
  }

  @Test
  void theNextPageStartsAfterTheLastItem() {
    PageRequest first = PageRequest.of(null, "2");
    Page<String> page = first.page(List.of("a", "b", "c"), Function.identity());
    assertThat(page.items()).containsExactly("a", "b");
    assertThat(PageRequest.of(page.next(), "2").after()).contains("b");
  }

  @Test
  void theLastPageHasNoNext() {
    Page<String> page = PageRequest.of(null, "2").page(List.of("a", "b"), Function.identity());
    assertThat(page.next()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "***", "a", "_w", "AA"})
  void anUnreadableCursorIsRefused(String cursor) {
    assertThatThrownBy(() -> PageRequest.of(cursor, null))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_CURSOR));
  }

  @Test
  void aVeryLongCursorIsRefused() {
    assertThatThrownBy(() -> PageRequest.of("A".repeat(1025), null))
        .isInstanceOf(ProblemException.class);
  }
}
