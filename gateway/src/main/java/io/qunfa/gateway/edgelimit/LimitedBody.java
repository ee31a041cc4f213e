package io.qunfa.gateway.edgelimit;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.util.unit.DataSize;

/**
 * A request body that ends with a {@link Problem} once it is larger than allowed, also if its
 * length was not announced, and if the client breaks off.
 */
public final class LimitedBody extends ServletInputStream {
  private final ServletInputStream body;
  private final DataSize max;
  private long left;

  private LimitedBody(ServletInputStream body, DataSize max) {
    this.body = body;
    this.max = max;
    this.left = max.toBytes();
  }

  /** Throws the {@link Problem} at once if the announced length is too large. */
  public static LimitedBody of(HttpServletRequest request, DataSize max) throws IOException {
    if (request.getContentLengthLong() > max.toBytes()) {
      throw tooLarge(max);
    }
    return new LimitedBody(request.getInputStream(), max);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = readFromClient(buffer, offset, length);
    left -= Math.max(read, 0);
    if (left < 0) {
      throw tooLarge(max);
    }
    return read;
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    throw new UnsupportedOperationException("bodies are read by the thread of their request");
  }

  /** Told apart from failures of the service that the body is being sent to. */
  private int readFromClient(byte[] buffer, int offset, int length) {
    try {
      return body.read(buffer, offset, length);
    } catch (IOException brokenOff) {
      throw new Problem(
          ProblemCode.INVALID_REQUEST,
          "The body broke off before its end. Send the request again with the same Idempotency-Key.",
          brokenOff);
    }
  }

  private static Problem tooLarge(DataSize max) {
    return new Problem(
        ProblemCode.PAYLOAD_TOO_LARGE,
        "The body is larger than the "
            + max.toBytes()
            + " bytes that are accepted here. Nothing was done; send less at a time.");
  }
}
