package io.qunfa.simulator.control;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns refusals of the control endpoint into problem details. */
@RestControllerAdvice
class ControlErrors extends ResponseEntityExceptionHandler {
  @ExceptionHandler
  ProblemDetail unfit(IllegalArgumentException unfit) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, Objects.requireNonNullElse(unfit.getMessage(), "unfit value"));
  }

  @ExceptionHandler
  ProblemDetail missing(NoSuchElementException missing) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.NOT_FOUND, Objects.requireNonNullElse(missing.getMessage(), "not found"));
  }
}
