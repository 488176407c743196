package io.tradewind.users.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitorTest {

  @Test
  void aHouseholdHasSixtyFourBitsOfIpv6() {
    assertThat(Visitor.network("2001:db8:1:2:3::4"))
        .isEqualTo(Visitor.network("2001:db8:1:2:ffff::1"))
        .isNotEqualTo(Visitor.network("2001:db8:1:3::4"));
  }

  @Test
  void anIpv4AddressIsItself() {
    assertThat(Visitor.network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(Visitor.network("::ffff:192.0.2.7")).isEqualTo("::ffff:192.0.2.7");
  }

  @Test
  void noWordIsLookedUp() {
    assertThat(Visitor.network("not:an:address")).isEqualTo("not:an:address");
  }
}
