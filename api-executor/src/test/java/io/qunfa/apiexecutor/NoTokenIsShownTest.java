package io.qunfa.apiexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.content.MessageContent;
import io.qunfa.fixture.LogWatch;
import io.qunfa.wire.JobOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.client.RestClient;

/**
 * Sends and fails in all ways, with everything logged that can be logged, and looks for the tokens
 * in the log, in the metrics and in the reports.
 */
@Timeout(120)
class NoTokenIsShownTest {
  private static final MessageContent TEXT = new MessageContent("秋季新品上线", List.of());
  private static final String CREATE = "add_msg_template";

  private final Workbench bench = Workbench.shared();

  @AfterEach
  void noFaults() {
    bench.wecom.fresh();
    bench.suite.down.clear();
  }

  @Test
  void neitherLogsNorMetricsNorReportsShowAToken() {
    bench.wecom.fresh();
    List<String> told = new ArrayList<>();
    LogWatch watch = LogWatch.begin(Workbench.JWT_SECRET);
    try (watch) {
      bench.suite.tokenSeen = watch::alsoFor;
      bench.suite.tokens().forEach(watch::alsoFor);
      told.add(send());
      for (String kind :
          List.of("TOKEN_EXPIRED", "TOKEN_INVALID", "HTTP_500", "GARBAGE", "RESET_BEFORE")) {
        bench.wecom.fault(CREATE, kind, Map.of("count", 1));
        told.add(kind + " " + send());
      }
      for (int code : new int[] {40014, 40001, 45009, 60020}) {
        bench.wecom.fresh();
        bench.wecom.fault(CREATE, "ERRCODE", Map.of("code", code));
        told.add(code + " " + send());
      }
      bench.wecom.fresh();
      bench.suite.down.add("account");
      told.add("account " + send());
      told.add(metrics());
    } finally {
      bench.suite.tokenSeen = token -> {};
    }

    assertThat(bench.suite.tokens()).isNotEmpty();
    assertThat(watch.finds()).isEmpty();
    assertThat(watch.lines()).isGreaterThan(1_000);
    assertThat(told).noneMatch(text -> bench.suite.tokens().stream().anyMatch(text::contains));
  }

  private String send() {
    JobOutcome outcome = bench.send(bench.job(TEXT, bench.contacts(1)));
    return outcome.toString();
  }

  private String metrics() {
    int port = ((ServletWebServerApplicationContext) bench.executor).getWebServer().getPort();
    return String.valueOf(
        RestClient.create("http://localhost:" + port)
            .get()
            .uri("/actuator/prometheus")
            .retrieve()
            .body(String.class));
  }
}
