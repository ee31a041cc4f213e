package io.qunfa.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.Test;

class UnreachableServiceTest {

  @Test
  void serviceThatIsNotThereDidNothing() throws IOException {
    RouteSettings settings =
        new RouteSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
    HttpHost nobody = new HttpHost("localhost", unusedPort());

    try (CloseableHttpClient client = UpstreamClient.of(settings)) {
      CallUpstream call = new CallUpstream(client, nobody, settings);

      IOException failed = failureOf(call);

      Problem problem = UpstreamFailure.of(failed, Upstream.DATA_SERVICE);
      assertThat(problem.code()).isEqualTo(ProblemCode.UPSTREAM_UNAVAILABLE);
      assertThat(problem)
          .hasMessageContaining("data-service")
          .hasMessageContaining("Nothing was done");
    }
  }

  private static IOException failureOf(CallUpstream call) {
    try {
      call.send(new BasicClassicHttpRequest("GET", "/api/v1/contacts")).close();
    } catch (IOException failed) {
      return failed;
    }
    throw new AssertionError("someone answered on a port that nobody listens on");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
