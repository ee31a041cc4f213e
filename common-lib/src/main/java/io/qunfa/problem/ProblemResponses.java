package io.qunfa.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Writes a problem detail where no controller is involved: filters, the security entry point. */
public final class ProblemResponses {
  private final ProblemDetails problems;
  private final ObjectMapper json;

  ProblemResponses(ProblemDetails problems, ObjectMapper json) {
    this.problems = problems;
    this.json = json;
  }

  /** The response must not be committed; what was buffered for it is thrown away. */
  public void write(HttpServletResponse response, ProblemCode code, String detail)
      throws IOException {
    ProblemDetail body = problems.of(code, detail);
    response.resetBuffer();
    response.setStatus(body.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), body);
  }
}
