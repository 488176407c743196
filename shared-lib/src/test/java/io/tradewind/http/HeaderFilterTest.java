package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFilterTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "text/html, application/json;q=0.9, */*;q=0.8",
        "application/json;charset=utf-8;q=1",
        "application/json; q=0.5",
        "a/b;v=1,c/d;q=1.000"
      })
  void anAcceptHeaderWithReadableWeightsPasses(String accept) {
    assertThat(HeaderFilter.isReadable(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*/*;q=x", "*/*;q=", "*/*;q=0.5x", "a/b;q=1,c/d;q=-1", "a/b;q = 1", "a/b;Q=y"})
  void anotherIsRefused(String accept) {
    assertThat(HeaderFilter.isReadable(accept)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000})
  void aLongOneCostsNoStack(int length) {
    assertThat(HeaderFilter.isReadable("a".repeat(length))).isTrue();
  }
}
