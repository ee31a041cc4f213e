package io.qunfa.gateway.route;

import io.qunfa.gateway.edgelimit.LimitedBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.springframework.util.unit.DataSize;

/** A client's body on its way to the owner. */
final class PassedBody extends HttpEntityWrapper {
  private final ClassicHttpRequest passed;

  private PassedBody(InputStreamEntity body, ClassicHttpRequest passed) {
    super(body);
    this.passed = passed;
  }

  static void pass(HttpServletRequest request, DataSize max, ClassicHttpRequest passed)
      throws IOException {
    boolean announced = request.getContentLengthLong() > 0;
    if (announced || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      LimitedBody body = LimitedBody.of(request, max);
      passed.setEntity(
          new PassedBody(
              new InputStreamEntity(body, request.getContentLengthLong(), null), passed));
    }
  }

  @Override
  public void writeTo(OutputStream to) throws IOException {
    try {
      super.writeTo(to);
    } catch (IOException brokenOff) {
      // Thrown also when the owner answered early, not wanting the rest: its answer is passed on,
      // but a connection with half a body on it is not used again.
      passed.setHeader(HttpHeaders.CONNECTION, "close");
      throw brokenOff;
    }
  }
}
