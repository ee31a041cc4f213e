package io.qunfa.gateway.identity;

import io.qunfa.problem.ProblemCode;
import io.qunfa.problem.ProblemDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class LoginController {
  static final String PATH = "/api/v1/auth/login";

  private final LogIn logIn;
  private final ProblemDetails problems;

  LoginController(LogIn logIn, ProblemDetails problems) {
    this.logIn = logIn;
    this.problems = problems;
  }

  @PostMapping(PATH)
  LoggedIn login(@Valid @RequestBody Login given, HttpServletRequest request) {
    return logIn.as(given.username(), given.password(), request.getRemoteAddr());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> wait(TooManyAttempts tooMany) {
    return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.seconds()))
        .body(
            problems.of(
                ProblemCode.TOO_MANY_REQUESTS,
                "Too many attempts to log in. Try again in " + tooMany.seconds() + " seconds."));
  }

  record Login(
      @NotBlank @Size(max = 200) String username, @NotNull @Size(max = 200) String password) {
    @Override
    public String toString() {
      return "Login[username=" + username + "]";
    }
  }
}
