package io.qunfa.simulator.entrance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.Reply;
import io.qunfa.simulator.wecom.WecomError;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.ContentDisposition;
import org.springframework.stereotype.Component;

/**
 * Writes replies as WeCom writes them: HTTP 200, JSON with {@code errcode} and {@code errmsg}
 * first.
 */
@Component
class ReplyWriter {
  private static final byte[] PAGE =
      "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
          .getBytes(StandardCharsets.UTF_8);

  private final Clock clock;
  private final JsonFactory json = new ObjectMapper().getFactory();
  private final AtomicLong hints = new AtomicLong();

  ReplyWriter(Clock clock) {
    this.clock = clock;
  }

  void write(Reply reply, HttpServletResponse response) throws IOException {
    switch (reply) {
      case Reply.Fields fields ->
          send(
              response,
              "application/json; charset=UTF-8",
              object(0, fields.errmsg(), fields.writer()));
      case Reply.File file -> {
        response.setHeader(
            "Content-Disposition",
            ContentDisposition.attachment()
                .filename(file.name(), StandardCharsets.UTF_8)
                .build()
                .toString());
        send(response, file.contentType(), file.bytes().getByteArray());
      }
    }
  }

  void write(WecomError error, Endpoint endpoint, String address, HttpServletResponse response)
      throws IOException {
    String errmsg =
        "%s, hint: [%d%09d], from ip: %s, more info at https://open.work.weixin.qq.com/devtool/query?e=%d"
            .formatted(
                error.text(),
                clock.instant().getEpochSecond(),
                hints.incrementAndGet() % 1_000_000_000,
                address,
                error.code());
    send(
        response,
        "application/json; charset=UTF-8",
        object(
            error.code(),
            errmsg,
            generator -> {
              for (Map.Entry<String, Object> field : endpoint.emptyFields().entrySet()) {
                generator.writeObjectField(field.getKey(), field.getValue());
              }
            }));
  }

  /** A page that a proxy might send. */
  void writeGarbage(int status, HttpServletResponse response) throws IOException {
    response.setStatus(status);
    send(response, "text/html", PAGE);
  }

  private byte[] object(int errcode, String errmsg, Reply.Writer fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = json.createGenerator(bytes)) {
      generator.writeStartObject();
      generator.writeNumberField("errcode", errcode);
      generator.writeStringField("errmsg", errmsg);
      fields.write(generator);
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void send(HttpServletResponse response, String contentType, byte[] body)
      throws IOException {
    response.setContentType(contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
