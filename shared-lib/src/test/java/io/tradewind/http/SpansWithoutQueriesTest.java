package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;

class SpansWithoutQueriesTest {

  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

  @Test
  void aTicketInAQueryIsLeftOut() {
    Attributes seen =
        Attributes.of(
            PATH, "/api/notifications/stream", AttributeKey.stringKey("url.query"), "ticket=T");

    assertThat(SpansWithoutQueries.without(seen))
        .isEqualTo(Attributes.of(PATH, "/api/notifications/stream"));
  }

  @Test
  void aUrlEndsBeforeItsQuery() {
    Attributes seen = Attributes.of(URL, "http://users:9080/api/users/jwks?key=K");

    assertThat(SpansWithoutQueries.without(seen))
        .isEqualTo(Attributes.of(URL, "http://users:9080/api/users/jwks"));
  }

  @Test
  void aPathWithoutQueryStaysAsItIs() {
    Attributes seen = Attributes.of(URL, "http://provider:9089/payments");

    assertThat(SpansWithoutQueries.without(seen)).isSameAs(seen);
  }
}
