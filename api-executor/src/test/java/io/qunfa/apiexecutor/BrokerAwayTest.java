package io.qunfa.apiexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.content.MessageContent;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerAwayTest {
  private final Workbench bench = Workbench.shared();

  @BeforeEach
  void fresh() {
    bench.wecom.fresh();
    bench.suite.down.clear();
  }

  @Test
  void anOutcomeOutlivesTheDeathOfTheBrokerAndNothingIsSentTwice() {
    SendCommand job = bench.job(new MessageContent("经纪人不在", List.of()), bench.contacts(2));
    bench.wecom.fault(
        "add_msg_template", "SLOW", Map.of("count", 1, "delayMs", 1500, "afterEffect", true));

    // A broker of version 3.10 forgets a quorum queue if it is killed within a second or two of its
    // declaration, so the queues are given time to reach the disk.
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    bench.publish(job);
    await().atMost(Duration.ofSeconds(30)).until(() -> bench.wecom.tasks() == 1);
    LocalServers.shared().rabbit().kill();
    LocalServers.shared().rabbit().start();

    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> !bench.reportsOf(job.campaignId()).isEmpty());
    assertThat(bench.reportsOf(job.campaignId())).allMatch(JobOutcome.Accepted.class::isInstance);
    assertThat(bench.wecom.tasks()).isEqualTo(1);
    assertThat(bench.wecom.calls("add_msg_template")).isEqualTo(1);
  }
}
