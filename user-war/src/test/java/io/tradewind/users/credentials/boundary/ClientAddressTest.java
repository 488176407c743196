package io.tradewind.users.credentials.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {

  @Test
  void aHouseholdHasSixtyFourBitsOfIpv6() {
    assertThat(ClientAddress.network("2001:db8:1:2:3::4"))
        .isEqualTo(ClientAddress.network("2001:db8:1:2:ffff::1"))
        .isNotEqualTo(ClientAddress.network("2001:db8:1:3::4"));
  }

  @Test
  void anIpv4AddressIsItself() {
    assertThat(ClientAddress.network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(ClientAddress.network("::ffff:192.0.2.7")).isEqualTo("::ffff:192.0.2.7");
  }

  @Test
  void noWordIsLookedUp() {
    assertThat(ClientAddress.network("not:an:address")).isEqualTo("not:an:address");
  }
}
