package io.tradewind.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An error answer (RFC 9457). */
public class TradewindProblem extends RuntimeException {

  private final URI type;
  private final int status;
  private final String title;
  private final String detail;
  private final transient Map<String, Object> members;
  private final Duration retryAfter;

  TradewindProblem(
      URI type,
      int status,
      String title,
      String detail,
      Map<String, Object> members,
      Duration retryAfter) {
    super(status + " " + type + (detail == null ? "" : ": " + detail));
    this.type = type;
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.members = members;
    this.retryAfter = retryAfter;
  }

  /** A stable type from the problem catalogue; {@code about:blank} when there is only a status. */
  public URI type() {
    return type;
  }

  /** The last part of the type, such as {@code insufficient-stock}. */
  public String slug() {
    String text = type.toString();
    return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** What is wrong with this request. */
  public Optional<String> detail() {
    return Optional.ofNullable(detail);
  }

  /** Extension members. */
  public Map<String, Object> members() {
    return members;
  }

  /** When the same request may be retried. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
