package io.qunfa.problem;

/** What to say when all that is known of a failure is its kind. */
final class RefusedText {
  private RefusedText() {}

  static String of(ProblemCode code) {
    return switch (code) {
      case NOT_FOUND -> "There is nothing here.";
      case INTERNAL ->
          "Something failed on our side. The operation may be repeated with the same Idempotency-Key.";
      case UPSTREAM_UNAVAILABLE -> "The service is not ready. Try again shortly.";
      case PAYLOAD_TOO_LARGE -> "The request is larger than what is accepted here.";
      case METHOD_NOT_ALLOWED -> "This method is not allowed here.";
      case UNAUTHENTICATED, FORBIDDEN -> "Your login does not allow this operation.";
      case INVALID_REQUEST,
          MALFORMED_JSON,
          NOT_ACCEPTABLE,
          CONFLICT,
          WRONG_STATE,
          MAY_HAVE_BEEN_SENT,
          UNSUPPORTED_MEDIA_TYPE,
          IDEMPOTENCY_KEY_REUSED,
          UNPROCESSABLE,
          TOO_MANY_REQUESTS ->
          "The request was refused before it was looked at: its path, its headers or its framing are not acceptable.";
    };
  }
}
