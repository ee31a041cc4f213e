package io.qunfa.gateway.identity;

import io.qunfa.gateway.edgelimit.LimitedBody;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemResponses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.util.unit.DataSize;

/** The login is the one body that the gateway reads itself, and it is open to everyone. */
final class LimitLoginBody extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient DataSize max;
  private final transient ProblemResponses problems;

  LimitLoginBody(DataSize max, ProblemResponses problems) {
    this.max = max;
    this.problems = problems;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      LimitedBody body = LimitedBody.of(request, max);
      chain.doFilter(
          new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() {
              return body;
            }
          },
          response);
    } catch (Problem tooLarge) {
      problems.write(response, tooLarge.code(), String.valueOf(tooLarge.getMessage()));
    }
  }
}
