package io.qunfa.gateway.route;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemResponses;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.springframework.web.HttpRequestHandler;

/**
 * Passes a request on to its owner and the answer back, both as streams: nothing is collected in
 * memory, and events reach the client when the owner writes them.
 */
final class ForwardRequest implements HttpRequestHandler {
  private final Route route;
  private final CallUpstream upstream;
  private final ProblemResponses problems;

  ForwardRequest(Route route, CallUpstream upstream, ProblemResponses problems) {
    this.route = route;
    this.upstream = upstream;
    this.problems = problems;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (ClassicHttpResponse answer = send(request)) {
      response.setStatus(answer.getCode());
      PassedHeaders.toClient(answer, response);
      new PassedAnswer(route.upstream(), response).copy(answer);
    } catch (Problem problem) {
      response.reset();
      problems.write(response, problem.code(), String.valueOf(problem.getMessage()));
    }
  }

  private ClassicHttpResponse send(HttpServletRequest request) throws IOException {
    BasicClassicHttpRequest passed =
        new BasicClassicHttpRequest(request.getMethod(), pathAndQuery(request));
    PassedHeaders.toUpstream(request, passed);
    PassedBody.pass(request, route.maxBody(), passed);
    try {
      return upstream.send(passed);
    } catch (IOException failed) {
      throw UpstreamFailure.of(failed, route.upstream());
    }
  }

  /** As it came: the firewall in front has refused every path that is not in its normal form. */
  private static String pathAndQuery(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }
}
