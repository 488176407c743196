package io.tradewind.http;

import io.tradewind.database.RetryableFailures;
import io.tradewind.messaging.LogContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns every exception into a problem: the cause goes to the log, the detail to the client. */
public final class ExceptionMappers {

  private static final Logger LOG = System.getLogger(ExceptionMappers.class.getName());
  private static final int SERVER_ERROR = 500;

  private ExceptionMappers() {}

  private static void log(Level level, String line, Throwable cause) {
    LogContext.ofRequest(() -> LOG.log(level, line, cause));
  }

  /** Problems of the catalogue. */
  @Provider
  public static class OfProblems implements ExceptionMapper<ProblemException> {

    @Override
    public Response toResponse(ProblemException thrown) {
      if (thrown.type().status() >= SERVER_ERROR) {
        // a deliberate answer: only its cause is worth a stack trace
        log(Level.WARNING, thrown.type().slug() + ": " + thrown.getMessage(), thrown.getCause());
      }
      return thrown.response();
    }
  }

  /** What JAX-RS itself refuses: no route, wrong method, wrong media type, missing role. */
  @Provider
  public static class OfJaxRs implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException thrown) {
      Response original = thrown.getResponse();
      if (isUnreadableQuery(thrown)) {
        return Problem.of(ProblemType.INVALID_PARAMETER, null, Map.of()).response().build();
      }
      int status = original.getStatus();
      if (status < Response.Status.BAD_REQUEST.getStatusCode()) {
        return original;
      }
      if (status >= SERVER_ERROR) {
        log(Level.ERROR, "Answered " + status, thrown);
      }
      Response.ResponseBuilder answer = Problem.ofStatus(status, null).response();
      for (String kept :
          List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE)) {
        if (original.getHeaderString(kept) != null) {
          answer.header(kept, original.getHeaderString(kept));
        }
      }
      return answer.build();
    }

    /**
     * JAX-RS answers 404 for a query parameter that cannot be converted, although the resource
     * exists.
     */
    private static boolean isUnreadableQuery(WebApplicationException thrown) {
      return thrown instanceof NotFoundException
          && thrown.getMessage() != null
          && thrown.getMessage().contains("jakarta.ws.rs.QueryParam");
    }
  }

  /** Records and parameters that violate their constraints. */
  @Provider
  public static class OfConstraints implements ExceptionMapper<ConstraintViolationException> {

    @Override
    public Response toResponse(ConstraintViolationException thrown) {
      List<Map<String, String>> violations =
          thrown.getConstraintViolations().stream()
              .map(broken -> Map.of("field", field(broken), "message", broken.getMessage()))
              .sorted(Comparator.comparing(violation -> violation.get("field")))
              .toList();
      String first =
          violations.isEmpty()
              ? null
              : violations.get(0).get("field") + " " + violations.get(0).get("message");
      return Problem.of(ProblemType.INVALID_REQUEST, first, Map.of("violations", violations))
          .response()
          .build();
    }

    /** Names the field without our method and parameter, which the client does not know. */
    private static String field(ConstraintViolation<?> broken) {
      StringBuilder path = new StringBuilder();
      for (Path.Node node : broken.getPropertyPath()) {
        switch (node.getKind()) {
          case PROPERTY, CONTAINER_ELEMENT -> {
            if (node.isInIterable() && node.getIndex() != null) {
              path.append('[').append(node.getIndex()).append(']');
            }
            path.append(path.isEmpty() ? "" : ".").append(node.getName());
          }
          default -> {}
        }
      }
      return path.toString();
    }
  }

  /**
   * Everything else: one of the problems above inside a wrapper, a conflict with another
   * transaction that a retry resolves, or our own bug, which is logged in full and answered without
   * details.
   */
  @Provider
  public static class OfAnything implements ExceptionMapper<Throwable> {

    @Override
    public Response toResponse(Throwable thrown) {
      Throwable core = unwrapped(thrown);
      if (core instanceof ProblemException problem) {
        return new OfProblems().toResponse(problem);
      }
      if (core instanceof WebApplicationException refusal) {
        return new OfJaxRs().toResponse(refusal);
      }
      if (core instanceof ConstraintViolationException violation) {
        return new OfConstraints().toResponse(violation);
      }
      if (RetryableFailures.isRetryable(thrown)) {
        log(Level.WARNING, "A request may be sent again", thrown);
        return Problem.of(ProblemType.UNAVAILABLE, "send the request again", Map.of())
            .response()
            .header(HttpHeaders.RETRY_AFTER, 1)
            .build();
      }
      log(Level.ERROR, "A request failed", thrown);
      return Problem.of(ProblemType.INTERNAL_ERROR, null, Map.of()).response().build();
    }

    /** Unwraps only pure wrapper exceptions: a deeper cause belongs to whoever threw it. */
    private static Throwable unwrapped(Throwable thrown) {
      Throwable inner = thrown;
      while (inner.getCause() != null
          && (inner instanceof CompletionException
              || inner instanceof ExecutionException
              || inner instanceof ProcessingException)) {
        inner = inner.getCause();
      }
      return inner;
    }
  }
}
