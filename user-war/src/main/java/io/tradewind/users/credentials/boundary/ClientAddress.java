package io.tradewind.users.credentials.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The client's address, as the server sees it behind its trusted proxies. */
@RequestScoped
public class ClientAddress {

  /** The prefix that one household has in IPv6: 64 bits. */
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
      // a literal, so there is no DNS look-up
      return InetAddress.getByName(address) instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
          : address;
    } catch (UnknownHostException noLiteral) {
      return address;
    }
  }
}
