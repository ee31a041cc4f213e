package io.qunfa.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns every exception that reaches the web layer into a problem detail, and logs it once if we
 * are to blame.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemDetails problems;

  ProblemAdvice(ProblemDetails problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> problem(Problem problem) {
    if (problem.code().status().is5xxServerError()) {
      log.warn("{}: {}", problem.code().text(), problem.getMessage(), problem);
    }
    return answer(problem.code(), String.valueOf(problem.getMessage()), problem.errors());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> violation(ConstraintViolationException violations) {
    List<FieldProblem> errors =
        violations.getConstraintViolations().stream().map(ProblemAdvice::fieldProblem).toList();
    return answer(
        ProblemCode.INVALID_REQUEST, "Some parts of the request are not acceptable.", errors);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> denied(AccessDeniedException denied) {
    return answer(ProblemCode.FORBIDDEN, "Your login does not allow this operation.", List.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> neighbourAway(ResourceAccessException away) {
    log.warn(
        "A service that this request needs did not answer; the caller is told to try again", away);
    return answer(
        ProblemCode.UPSTREAM_UNAVAILABLE,
        "A service that this request needs does not answer. Nothing was changed; try again shortly.",
        List.of());
  }

  /**
   * An {@link IllegalArgumentException} too: what a value type says of a caller's text arrives here
   * wrapped by Jackson or Spring, or as a {@link Problem}; bare, it comes from a library or a row.
   */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> unexpected(RuntimeException unexpected) {
    return ours(unexpected);
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<FieldProblem> errors =
        invalid.getBindingResult().getFieldErrors().stream()
            .map(
                error ->
                    new FieldProblem(
                        "/" + error.getField().replace('.', '/'),
                        String.valueOf(error.getDefaultMessage())))
            .toList();
    return object(
        ProblemCode.INVALID_REQUEST, "Some parts of the request are not acceptable.", errors);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return switch (unreadable.getCause()) {
      case UnrecognizedPropertyException unknown ->
          field(unknown, "There is no field \"" + unknown.getPropertyName() + "\" here.");
      case ValueInstantiationException bad when bad.getCause() != null ->
          field(bad, String.valueOf(bad.getCause().getMessage()));
      case JsonMappingException wrapped when wrapped.getCause() instanceof Problem problem ->
          object(problem.code(), String.valueOf(problem.getMessage()), problem.errors());
      case JsonMappingException mapping -> field(mapping, mapping.getOriginalMessage());
      case JacksonException syntax ->
          object(ProblemCode.MALFORMED_JSON, syntax.getOriginalMessage(), List.of());
      case null, default ->
          object(
              ProblemCode.MALFORMED_JSON,
              "The body could not be read: " + unreadable.getMessage(),
              List.of());
    };
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException mismatch,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name =
        mismatch instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(mismatch.getPropertyName());
    String detail = "The value \"" + mismatch.getValue() + "\" does not fit " + name + ".";
    return object(ProblemCode.INVALID_REQUEST, detail, List.of(new FieldProblem(name, detail)));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception exception,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (status.isSameCodeAs(HttpStatus.INTERNAL_SERVER_ERROR)) {
      ProblemDetail internal = ours(exception).getBody();
      return ResponseEntity.status(status).body(internal);
    }
    String detail =
        body instanceof ProblemDetail given && given.getDetail() != null
            ? given.getDetail()
            : String.valueOf(exception.getMessage());
    return ResponseEntity.status(status)
        .headers(headers)
        .body(problems.of(ProblemCode.of(status), detail));
  }

  private ResponseEntity<ProblemDetail> ours(Exception unexpected) {
    log.error("A request failed for a reason we did not foresee; the caller got a 500", unexpected);
    return answer(
        ProblemCode.INTERNAL,
        "Something failed on our side. The operation may be repeated with the same Idempotency-Key.",
        List.of());
  }

  private ResponseEntity<Object> field(JsonMappingException mapping, String detail) {
    String pointer =
        mapping.getPath().stream()
            .map(
                step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
            .collect(Collectors.joining());
    return object(ProblemCode.INVALID_REQUEST, detail, List.of(new FieldProblem(pointer, detail)));
  }

  private ResponseEntity<ProblemDetail> answer(
      ProblemCode code, String detail, List<FieldProblem> errors) {
    return ResponseEntity.status(code.status()).body(problems.of(code, detail, errors));
  }

  private ResponseEntity<Object> object(
      ProblemCode code, String detail, List<FieldProblem> errors) {
    return ResponseEntity.status(code.status()).body(problems.of(code, detail, errors));
  }

  private static FieldProblem fieldProblem(ConstraintViolation<?> violation) {
    return new FieldProblem(violation.getPropertyPath().toString(), violation.getMessage());
  }
}
