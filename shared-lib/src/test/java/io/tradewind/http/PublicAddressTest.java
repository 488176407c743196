package io.tradewind.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {

  private static final URI BASE = URI.create("http://localhost:9080/api/orders/");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | - | - | - | http://localhost:9080/api/orders/7",
        "- | https | shop.example | - | https://shop.example/api/orders/7",
        "- | https | shop.example | 8443 | https://shop.example:8443/api/orders/7",
        "- | https | shop.example | 443 | https://shop.example/api/orders/7",
        "- | https | shop.example:444 | 8443 | https://shop.example:444/api/orders/7",
        "- | HTTPS | a.example, b.example | - | https://a.example/api/orders/7",
        "proto=https;host=shop.example | http | x.example | - | https://shop.example/api/orders/7",
        "for=1.2.3.4;Proto=https;Host=\"shop.example:8443\", for=x | - | - | - | https://shop.example:8443/api/orders/7",
        "- | javascript | shop.example/x | - | http://localhost:9080/api/orders/7",
        "- | - | a@b | - | http://localhost:9080/api/orders/7",
        "- | - | [::1]:9080 | - | http://[::1]:9080/api/orders/7"
      })
  void theProxyInFrontSaysWhereTheClientSeesUs(
      String forwarded, String proto, String host, String port, String expected) {
    PublicAddress address = PublicAddress.of(BASE, forwarded, proto, host, port);
    assertThat(address.locate("http://localhost:9080/api/orders/7", BASE)).isEqualTo(expected);
  }

  @Test
  void aPathFromTheRootIsNotDoubled() {
    PublicAddress address = PublicAddress.of(BASE, null, null, null, null);
    assertThat(address.locate("http://localhost:9080/api/orders/api/orders/7", BASE))
        .isEqualTo("http://localhost:9080/api/orders/7");
    assertThat(address.locate("/api/orders/7?x=1", BASE))
        .isEqualTo("http://localhost:9080/api/orders/7?x=1");
  }

  @Test
  void aRelativePathIsBelowTheBase() {
    PublicAddress address = PublicAddress.of(BASE, null, null, null, null);
    assertThat(address.locate("7", BASE)).isEqualTo("http://localhost:9080/api/orders/7");
  }

  @Test
  void aWordThatIsNoSchemeIsNotPassedOn() {
    URI base = URI.create("javascript://localhost:9080/api/orders/");
    PublicAddress address = PublicAddress.of(base, null, "javascript", null, null);
    assertThat(address.locate("7", base)).isEqualTo("http://localhost:9080/api/orders/7");
  }

  @Test
  void thePathIsEnoughWithoutAnAuthority() {
    URI base = URI.create("/api/orders/");
    PublicAddress address = PublicAddress.of(base, null, null, null, null);
    assertThat(address.locate("7", base)).isEqualTo("/api/orders/7");
  }

  @Test
  void anotherServersAddressIsLeftAlone() {
    PublicAddress address = PublicAddress.of(BASE, null, "https", "shop.example", null);
    assertThat(address.locate("https://elsewhere.example/x", BASE))
        .isEqualTo("https://elsewhere.example/x");
  }
}
