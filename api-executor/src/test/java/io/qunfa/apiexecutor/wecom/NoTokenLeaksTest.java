package io.qunfa.apiexecutor.wecom;

import static io.qunfa.apiexecutor.wecom.WecomBench.SHOP;
import static io.qunfa.apiexecutor.wecom.WecomBench.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The token is a password in the query: it may stand in no log line and in no result. */
@ExtendWith(OutputCaptureExtension.class)
class NoTokenLeaksTest {
  private final WecomBench bench = new WecomBench();
  private final List<String> okHttpLines = new ArrayList<>();
  private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
  private final java.util.logging.Logger okHttp = java.util.logging.Logger.getLogger("okhttp3");
  private final Handler recorder = new Recorder();

  @BeforeEach
  void listen() {
    logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.TRACE);
    okHttp.setLevel(java.util.logging.Level.ALL);
    okHttp.addHandler(recorder);
  }

  @AfterEach
  void close() {
    okHttp.removeHandler(recorder);
    logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    bench.close();
  }

  @Test
  void neitherFaultsNorRefusalsShowTheToken(CapturedOutput output) {
    MassSend wecom = bench.massSend();
    List<String> results = new ArrayList<>();
    bench.answers(
        "garbage",
        "{\"errcode\":40014,\"errmsg\":\"invalid access_token " + WecomBench.TOKEN + "\"}",
        "{\"errcode\":60020,\"errmsg\":\"access_token=SECRET-TOKEN%2F1 not\\nallowed\"}");
    for (int i = 0; i < 3; i++) {
      results.add(wecom.create(SHOP, aRequest()).toString());
    }
    for (SocketEffect effect :
        new SocketEffect[] {new SocketEffect.CloseSocket(), SocketEffect.Stall.INSTANCE}) {
      bench.server.enqueue(new MockResponse.Builder().onResponseStart(effect).build());
      results.add(bench.massSend().create(SHOP, aRequest()).toString());
    }
    bench.server.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", "http://x.test/").build());
    results.add(bench.massSend().create(SHOP, aRequest()).toString());
    results.add(bench.massSendTo("http://127.0.0.1:1").create(SHOP, aRequest()).toString());
    results.add(SHOP.toString());

    assertThat(results).noneMatch(text -> text.contains("SECRET") || text.contains("\n"));
    assertThat(okHttpLines).noneMatch(text -> text.contains("SECRET"));
    // The test's server tells of every request by itself.
    assertThat(output.getAll().lines())
        .filteredOn(line -> !line.contains("MockWebServer"))
        .noneMatch(line -> line.contains("SECRET"));
  }

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord record) {
      okHttpLines.add(record.getMessage() + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
