package io.qunfa.gateway.route;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a client can do when a service did not answer. */
final class UpstreamFailure {
  private static final Logger log = LoggerFactory.getLogger(UpstreamFailure.class);

  private UpstreamFailure() {}

  static Problem of(IOException failed, Upstream upstream) {
    String service = upstream.serviceName();
    String detail =
        switch (failed) {
          case HttpHostConnectException away -> notReached(service);
          case ConnectTimeoutException away -> notReached(service);
          case UnknownHostException away -> notReached(service);
          case NoRouteToHostException away -> notReached(service);
          case ConnectionRequestTimeoutException busy ->
              "The "
                  + service
                  + " is busy with other requests. Nothing was done; try again shortly.";
          default ->
              "The "
                  + service
                  + " did not answer. Whether it carried the request out is not known; "
                  + "repeat it with the same Idempotency-Key.";
        };
    log.warn("{} The client was told so, for: {}", detail, failed.toString());
    return new Problem(ProblemCode.UPSTREAM_UNAVAILABLE, detail, failed);
  }

  private static String notReached(String service) {
    return "The " + service + " cannot be reached. Nothing was done; try again shortly.";
  }
}
