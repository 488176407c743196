package io.tradewind.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address under which the client sees this service: from the proxy's {@code Forwarded} (RFC
 * 7239) or the older {@code X-Forwarded-Proto}, {@code -Host} and {@code -Port}. A client that
 * forges them misleads only itself.
 */
final class PublicAddress {

  private static final Pattern SCHEME = Pattern.compile("https?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private final String scheme;
  private final String authority;

  private PublicAddress(String scheme, String authority) {
    this.scheme = scheme;
    this.authority = authority;
  }

  static PublicAddress of(ContainerRequestContext request) {
    URI seen = request.getUriInfo().getBaseUri();
    return of(
        seen,
        request.getHeaderString("Forwarded"),
        request.getHeaderString("X-Forwarded-Proto"),
        request.getHeaderString("X-Forwarded-Host"),
        request.getHeaderString("X-Forwarded-Port"));
  }

  static PublicAddress of(
      URI seen, String forwarded, String forProto, String forHost, String forPort) {
    String scheme = valid(SCHEME, lower(parameter(forwarded, "proto")));
    String authority = valid(HOST, parameter(forwarded, "host"));
    if (scheme == null) {
      scheme = valid(SCHEME, lower(first(forProto)));
    }
    if (authority == null) {
      authority = withPort(valid(HOST, first(forHost)), valid(PORT, first(forPort)));
    }
    return new PublicAddress(
        scheme == null ? trusted(seen.getScheme()) : scheme,
        authority == null ? seen.getAuthority() : authority);
  }

  /**
   * @param location absolute as JAX-RS resolved it, or a path
   */
  String locate(String location, URI here) {
    URI given = URI.create(location);
    if (given.isAbsolute() && !Objects.equals(here.getAuthority(), given.getAuthority())) {
      return location;
    }
    String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
    String path = once(here.getRawPath(), given.getRawPath()) + query;
    return authority == null ? path : scheme + "://" + authority + path;
  }

  /**
   * JAX-RS resolves even a path from the root against the base, which repeats the base; an
   * asynchronous answer has no base and leaves the path relative.
   */
  private static String once(String base, String path) {
    if (!path.startsWith("/")) {
      return base + path;
    }
    String doubled = base.replaceAll("/$", "") + base;
    return path.startsWith(doubled) ? path.substring(base.length() - 1) : path;
  }

  private static String parameter(String forwarded, String name) {
    if (forwarded == null) {
      return null;
    }
    Matcher found =
        Pattern.compile("(?i)(?:^|[;,\\s])" + name + "=\"?([^\";,\\s]+)\"?")
            .matcher(first(forwarded));
    return found.find() ? found.group(1) : null;
  }

  private static String withPort(String host, String port) {
    if (host == null || port == null || host.matches(".*:[0-9]+")) {
      return host;
    }
    return port.equals("80") || port.equals("443") ? host : host + ":" + port;
  }

  /** The container accepts any scheme that a client forwards. */
  private static String trusted(String scheme) {
    return valid(SCHEME, scheme) == null ? "http" : scheme;
  }

  private static String valid(Pattern form, String text) {
    return text != null && form.matcher(text).matches() ? text : null;
  }

  private static String first(String list) {
    return list == null ? null : list.split(",", 2)[0].trim();
  }

  private static String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
