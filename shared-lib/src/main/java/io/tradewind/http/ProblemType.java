package io.tradewind.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue of problems. The slug is the constant's name in lower case; it is part of the
 * public contract and never changes once released.
 */
public enum ProblemType {
  MALFORMED_BODY(400, "The body is not one JSON object that fits"),
  INVALID_REQUEST(400, "A value in the request is not allowed"),
  INVALID_PARAMETER(400, "A parameter is not allowed"),
  INVALID_CURSOR(400, "The cursor cannot be read"),
  IDEMPOTENCY_KEY_REQUIRED(400, "The header Idempotency-Key is required"),
  IDEMPOTENCY_KEY_INVALID(400, "The header Idempotency-Key is not allowed"),
  UNKNOWN_PAYMENT_METHOD(400, "The payment method is unknown"),
  UNAUTHENTICATED(401, "A valid access token is required"),
  INVALID_CREDENTIALS(401, "The credentials are not valid"),
  FORBIDDEN(403, "The caller's roles and groups do not allow this"),
  EMAIL_NOT_VERIFIED(403, "The e-mail address is not verified yet"),
  NOT_FOUND(404, "There is no such thing here"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  NOT_ACCEPTABLE(406, "The answer is not available in an accepted form"),
  EMAIL_TAKEN(409, "The e-mail address is taken"),
  PHONE_TAKEN(409, "The phone number is taken"),
  TOO_MANY_ADDRESSES(409, "There are as many addresses as one may keep"),
  GROUP_IN_USE(409, "Accounts are in the permission group"),
  REQUEST_IN_PROGRESS(409, "The same request is still being handled"),
  PAYMENT_IN_PROGRESS(409, "The payment is being captured"),
  INSUFFICIENT_STOCK(409, "There is not enough stock"),
  CONFLICTING_STATUS(409, "The present status does not allow this"),
  STALE_VERSION(412, "The thing has changed since it was read"),
  BODY_TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is not in a supported form"),
  UNKNOWN_SKU(422, "A SKU is unknown"),
  UNPAYABLE_TOTAL(422, "The lines do not add up to one amount"),
  IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key came with another body before"),
  WRONG_PASSWORD(422, "The present password is another"),
  TOKEN_NOT_GOOD(422, "The token is unknown, used or too old"),
  VERSION_REQUIRED(428, "The header If-Match is required"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL_ERROR(500, "Something went wrong on our side"),
  UNAVAILABLE(503, "The service cannot answer now"),
  DATABASE_RESTORED(503, "The database was restored to an earlier time");

  private static final String BASE = "https://tradewind.example/problems/";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public URI uri() {
    return URI.create(BASE + slug());
  }

  /** The problem for a plain status. */
  static Optional<ProblemType> general(int status) {
    return Optional.ofNullable(
        switch (status) {
          case 400 -> INVALID_REQUEST;
          case 401 -> UNAUTHENTICATED;
          case 403 -> FORBIDDEN;
          case 404 -> NOT_FOUND;
          case 405 -> METHOD_NOT_ALLOWED;
          case 406 -> NOT_ACCEPTABLE;
          case 412 -> STALE_VERSION;
          case 413 -> BODY_TOO_LARGE;
          case 415 -> UNSUPPORTED_MEDIA_TYPE;
          case 428 -> VERSION_REQUIRED;
          case 429 -> TOO_MANY_REQUESTS;
          case 500 -> INTERNAL_ERROR;
          case 503 -> UNAVAILABLE;
          default -> null;
        });
  }
}
