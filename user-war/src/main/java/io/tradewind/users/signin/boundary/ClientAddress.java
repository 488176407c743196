package io.tradewind.users.signin.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where a request comes from, as the server sees it behind the proxies that it trusts. */
@RequestScoped
public class ClientAddress {

  /** One household has so much of IPv6: 64 bits. */
  private static final int NETWORK_BYTES = 8;

  @Inject HttpServletRequest request;

  public String address() {
    return network(request.getRemoteAddr());
  }

  static String network(String address) {
    if (address == null || address.indexOf(':') < 0) {
      return String.valueOf(address);
    }
    try {
      // a literal: no name is looked up
      return InetAddress.getByName(address) instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
          : address;
    } catch (UnknownHostException noLiteral) {
      return address;
    }
  }
}
