package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityHeadersFilterTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a=b", "a=%20", "sku=A&sku=B", "q=%C3%A4", "%41=b"})
  void aQueryThatCanBeDecodedPasses(String query) {
    assertThat(SecurityHeadersFilter.isReadable(query)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%zz", "a=%", "a=%4", "a=%00", "a=%ff", "%c3=1"})
  void aQueryThatCannotIsRefused(String query) {
    assertThat(SecurityHeadersFilter.isReadable(query)).isFalse();
  }
}
