package io.qunfa.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * What can go wrong for a caller. The code is stable and machine-readable ({@code
 * idempotency-key-reused}); its title comes from {@code messages/problems*.properties} in the
 * caller's language.
 */
public enum ProblemCode {
  INVALID_REQUEST(HttpStatus.BAD_REQUEST),
  MALFORMED_JSON(HttpStatus.BAD_REQUEST),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
  FORBIDDEN(HttpStatus.FORBIDDEN),
  NOT_FOUND(HttpStatus.NOT_FOUND),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
  CONFLICT(HttpStatus.CONFLICT),
  WRONG_STATE(HttpStatus.CONFLICT),
  MAY_HAVE_BEEN_SENT(HttpStatus.CONFLICT),
  PAYLOAD_TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
  IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_ENTITY),
  UNPROCESSABLE(HttpStatus.UNPROCESSABLE_ENTITY),
  TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR),
  UPSTREAM_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

  private final HttpStatus status;

  ProblemCode(HttpStatus status) {
    this.status = status;
  }

  /** The code for a failure of which only the status is known. */
  static ProblemCode of(HttpStatusCode status) {
    return switch (HttpStatus.resolve(status.value())) {
      case UNAUTHORIZED -> UNAUTHENTICATED;
      case FORBIDDEN -> FORBIDDEN;
      case NOT_FOUND -> NOT_FOUND;
      case METHOD_NOT_ALLOWED -> METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> NOT_ACCEPTABLE;
      case PAYLOAD_TOO_LARGE -> PAYLOAD_TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> UNSUPPORTED_MEDIA_TYPE;
      case TOO_MANY_REQUESTS -> TOO_MANY_REQUESTS;
      case SERVICE_UNAVAILABLE -> UPSTREAM_UNAVAILABLE;
      case null, default -> status.is4xxClientError() ? INVALID_REQUEST : INTERNAL;
    };
  }

  public HttpStatus status() {
    return status;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  URI type() {
    return URI.create("urn:qunfa:problem:" + text());
  }

  String titleKey() {
    return "problem." + text();
  }
}
