package io.tradewind.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks headers before a request is matched to a resource, and completes them after it has
 * answered.
 */
@Provider
@PreMatching
public class HeaderFilter implements ContainerRequestFilter, ContainerResponseFilter {

  /** A weight that RESTEasy cannot parse: it would answer with a server error. */
  private static final Pattern UNREADABLE_WEIGHT =
      Pattern.compile("(?i);\\s*q\\s*=(?![0-9](?:\\.[0-9]{0,3})?\\s*(?:[,;]|$))");

  /**
   * A POST without a body has no Content-Type either, which a resource that consumes JSON accepts.
   * A media range would match every resource, and is no type that a body can have.
   */
  @Override
  public void filter(ContainerRequestContext request) {
    if (!isReadable(request.getHeaderString(HttpHeaders.ACCEPT))) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, "the header Accept is unreadable");
    }
    boolean bodiless =
        !request.getHeaders().containsKey("Transfer-Encoding") && request.getLength() <= 0;
    String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (bodiless && type == null) {
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    } else if (!bodiless && type != null && type.indexOf('*') >= 0) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type names a range and no type");
    }
  }

  static boolean isReadable(String accept) {
    return accept == null || !UNREADABLE_WEIGHT.matcher(accept).find();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response
        .getHeaders()
        .putIfAbsent(SecurityHeadersFilter.CACHE_CONTROL, List.of(SecurityHeadersFilter.NO_STORE));
    Object location = response.getHeaders().getFirst(HttpHeaders.LOCATION);
    if (location != null) {
      response
          .getHeaders()
          .putSingle(
              HttpHeaders.LOCATION,
              PublicAddress.of(request)
                  .locate(location.toString(), request.getUriInfo().getBaseUri()));
    }
  }
}
