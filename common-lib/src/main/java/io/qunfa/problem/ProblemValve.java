package io.qunfa.problem;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * The answer to requests that Tomcat itself refuses, such as a request line that is no HTTP. No
 * application is involved then, so neither are its beans; Tomcat makes this class by its name.
 */
public final class ProblemValve extends ErrorReportValve {
  private static final ResourceBundle TITLES =
      ResourceBundle.getBundle("messages.problems", Locale.ROOT);

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    ProblemCode code = ProblemCode.of(status);
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(body(status, code));
        response.finishResponse();
      }
    } catch (IOException clientLeft) {
      container.getLogger().debug("The client left before it could be told", clientLeft);
    }
  }

  /** Fixed texts only: nothing of the request is repeated, so nothing needs escaping. */
  private static String body(HttpStatus status, ProblemCode code) {
    return """
        {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s"}"""
        .formatted(
            code.type(),
            TITLES.getString(code.titleKey()),
            status.value(),
            RefusedText.of(code),
            code.text());
  }
}
