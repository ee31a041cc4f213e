package io.qunfa.gateway.route;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.coyote.CloseNowException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

/** The owner's body on its way to the client. */
final class PassedAnswer {
  private static final Logger log = LoggerFactory.getLogger(PassedAnswer.class);
  private static final int LARGEST_BUFFER = 8 * 1024;

  private final Upstream upstream;
  private final HttpServletResponse response;

  PassedAnswer(Upstream upstream, HttpServletResponse response) {
    this.upstream = upstream;
    this.response = response;
  }

  /**
   * @throws CloseNowException if the owner broke off after the client got a part: its connection
   *     must end without its proper end, so that half an answer is not taken for a whole one
   * @throws IOException if the client left
   */
  void copy(ClassicHttpResponse answer) throws IOException {
    HttpEntity entity = answer.getEntity();
    if (entity == null) {
      return;
    }
    long length = entity.getContentLength();
    if (length >= 0) {
      response.setContentLengthLong(length);
    }
    boolean events = isEventStream(entity.getContentType());
    if (events) {
      // The client learns at once that it is connected.
      response.flushBuffer();
    }
    InputStream from = entity.getContent();
    OutputStream to = response.getOutputStream();
    byte[] buffer = new byte[length < 0 ? LARGEST_BUFFER : Math.clamp(length, 1, LARGEST_BUFFER)];
    for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
      to.write(buffer, 0, read);
      if (events) {
        to.flush();
      }
    }
  }

  private int read(InputStream from, byte[] buffer) throws CloseNowException {
    try {
      return from.read(buffer);
    } catch (IOException brokenOff) {
      if (!response.isCommitted()) {
        throw UpstreamFailure.of(brokenOff, upstream);
      }
      log.warn(
          "The {} broke off in the middle of its answer ({}); the client's connection is cut, so that it notices",
          upstream.serviceName(),
          brokenOff.toString());
      throw new CloseNowException("answer broken off", brokenOff);
    }
  }

  private static boolean isEventStream(@Nullable String contentType) {
    return contentType != null && contentType.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
  }
}
