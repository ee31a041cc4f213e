package io.qunfa.account;

import io.qunfa.problem.ProblemCode;
import io.qunfa.problem.ProblemDetails;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Two requests that create the same thing at one moment: one wins, the other is told so. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class SimultaneousCreation {
  private final ProblemDetails problems;

  SimultaneousCreation(ProblemDetails problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> lost(DuplicateKeyException lost) {
    return ResponseEntity.status(ProblemCode.CONFLICT.status())
        .body(
            problems.of(
                ProblemCode.CONFLICT,
                "Another request created the same at this moment. Repeat to see its result."));
  }
}
