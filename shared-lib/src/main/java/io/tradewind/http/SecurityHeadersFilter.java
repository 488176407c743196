package io.tradewind.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Filters every request and answer of a WAR: sets security headers, rejects undecodable queries,
 * adds the body that the container's 401 lacks, and keeps tokens off the disk.
 */
public class SecurityHeadersFilter extends HttpFilter {

  static final String NO_STORE = "no-store";
  static final String CACHE_CONTROL = "Cache-Control";

  /** Other methods are refused before the server creates metrics for them. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

  private static final char REPLACEMENT = '\uFFFD';

  private FfdcFiles incidents;

  @Override
  public void init() {
    String logs = ConfigProvider.getConfig().getValue("LOG_DIR", String.class);
    incidents = new FfdcFiles(Path.of(logs, "ffdc"));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    if (!METHODS.contains(request.getMethod())) {
      ProblemPage.answer(
          response, Problem.ofStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED, null));
      return;
    }
    if (!isReadable(request.getQueryString())) {
      ProblemPage.answer(
          response,
          Problem.ofStatus(HttpServletResponse.SC_BAD_REQUEST, "the query is unreadable"));
      return;
    }
    Instant begun = Instant.now();
    chain.doFilter(request, response);
    if (request.getHeader("Authorization") != null && request.getUserPrincipal() == null) {
      incidents.forgetTokens(begun);
    }
    if (!request.isAsyncStarted() && isBareUnauthorized(response)) {
      ProblemPage.answer(response, Problem.ofStatus(HttpServletResponse.SC_UNAUTHORIZED, null));
    }
  }

  private static boolean isBareUnauthorized(HttpServletResponse response) {
    return response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED
        && !response.isCommitted()
        && response.getContentType() == null;
  }

  /** A NUL or invalid UTF-8 would fail later and look like a server error. */
  static boolean isReadable(String query) {
    if (query == null || query.indexOf('%') < 0) {
      return true;
    }
    try {
      String decoded = URLDecoder.decode(query, StandardCharsets.UTF_8);
      return decoded.indexOf('\0') < 0 && decoded.indexOf(REPLACEMENT) < 0;
    } catch (IllegalArgumentException badEncoding) {
      return false;
    }
  }
}
