package io.tradewind.notifications.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private final Origins strict =
      new Origins(List.of("https://shop.example", "http://localhost:9080/"), true);

  @Test
  void theListedPagesMayOpenAStream() {
    assertThat(strict.allow("https://shop.example")).isTrue();
    assertThat(strict.allow("HTTPS://Shop.Example")).isTrue();
    assertThat(strict.allow("http://localhost:9080")).isTrue();
  }

  @Test
  void aForeignPageMayNotHoweverAlikeItLooks() {
    assertThat(
            List.of(
                "https://evil.example",
                "http://shop.example",
                "https://shop.example.evil.example",
                "https://shop.example:8443",
                "https://xshop.example",
                ""))
        .noneMatch(strict::allow);
  }

  @Test
  void aSandboxedPageIsNobody() {
    assertThat(strict.allow("null")).isFalse();
    assertThat(new Origins(List.of("https://shop.example"), false).allow("null")).isFalse();
  }

  @Test
  void aClientWithoutOriginIsRefusedUnlessConfiguredOtherwise() {
    assertThat(strict.allow(null)).isFalse();
    assertThat(new Origins(List.of("https://shop.example"), false).allow(null)).isTrue();
  }
}
