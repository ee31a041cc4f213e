package io.qunfa.simulator.entrance;

import io.qunfa.simulator.calls.CallLog;
import io.qunfa.simulator.calls.CallRecord;
import io.qunfa.simulator.fault.FaultKind;
import io.qunfa.simulator.wecom.Call;
import io.qunfa.simulator.wecom.Endpoint;
import io.qunfa.simulator.wecom.WecomApi;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything below {@code /cgi-bin/}: finds the call by its path, has it answered, writes the
 * answer and the log.
 */
final class WecomServlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(WecomServlet.class);

  private final transient Map<String, WecomApi> apis;
  private final transient Admission admission;
  private final transient ReplyWriter writer;
  private final transient CallLog log;
  private final transient Clock clock;

  WecomServlet(
      Map<String, WecomApi> apis,
      Admission admission,
      ReplyWriter writer,
      CallLog log,
      Clock clock) {
    this.apis = Map.copyOf(apis);
    this.admission = admission;
    this.writer = writer;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void init() {
    LOG.info(
        "Answering {} calls of the WeCom API below /cgi-bin/; / shows what they bring, /control"
            + " changes how they are answered.",
        apis.size());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    WecomApi api = apis.get(Objects.requireNonNullElse(request.getPathInfo(), ""));
    if (api == null) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    long at = clock.millis();
    long began = System.nanoTime();
    Call call = Call.of(request);
    Outcome outcome = admission.admit(api, call);
    // Logged before it is sent: who has the answer can count on finding the call.
    log.add(
        new CallRecord(
            at,
            api.endpoint().name(),
            nameOf(outcome),
            Math.max(0, request.getContentLengthLong()),
            (System.nanoTime() - began) / 1_000));
    send(outcome, api.endpoint(), request, response);
  }

  private void send(
      Outcome outcome, Endpoint endpoint, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (outcome) {
      case Outcome.Answered answered -> writer.write(answered.reply(), response);
      case Outcome.Refused refused ->
          writer.write(refused.error(), endpoint, request.getRemoteAddr(), response);
      case Outcome.Spoilt spoilt ->
          writer.writeGarbage(
              spoilt.kind() == FaultKind.HTTP_500
                  ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                  : HttpServletResponse.SC_OK,
              response);
      case Outcome.Cut cut -> CuttableProtocol.cut();
    }
  }

  private static String nameOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> CallRecord.OK;
      case Outcome.Refused refused -> Integer.toString(refused.error().code());
      case Outcome.Spoilt spoilt -> spoilt.kind().name();
      case Outcome.Cut cut -> cut.kind().name();
    };
  }
}
