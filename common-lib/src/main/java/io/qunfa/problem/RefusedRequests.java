package io.qunfa.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Answers for what failed outside every controller: a path that the firewall refused, a filter that
 * threw. Takes the place of Spring Boot's error page.
 */
@Controller
final class RefusedRequests implements ErrorController {
  private final ProblemResponses responses;

  RefusedRequests(ProblemResponses responses) {
    this.responses = responses;
  }

  @RequestMapping("${server.error.path:/error}")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      // Half an answer is out already; Tomcat cuts the connection, so that the client notices.
      return;
    }
    ProblemCode code =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
            ? ProblemCode.of(HttpStatusCode.valueOf(status))
            : ProblemCode.NOT_FOUND;
    responses.write(response, code, RefusedText.of(code));
  }
}
