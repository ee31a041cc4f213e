package io.qunfa.apiexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qunfa.content.MessageContent;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/** A process that dies at the worst instants: whoever gets its message next sends nothing again. */
class CrashTest {
  private static final int KILLED = 137;

  private final Workbench bench = Workbench.shared();

  @BeforeEach
  void theSurvivorIsIdle() {
    bench.wecom.fresh();
    bench.suite.down.clear();
    commands().stop();
  }

  @AfterEach
  void theSurvivorGoesOn() {
    commands().start();
  }

  @ParameterizedTest
  @CsvSource({"AFTER_BEGIN, 0, 0", "AFTER_CHANNEL_ANSWERED, 1, 0", "AFTER_REPORT, 1, 1"})
  void nothingIsSentTwice(String point, int tasks, int reports) throws Exception {
    SendCommand job = bench.job(new MessageContent("倒下 " + point, List.of()), bench.contacts(1));
    Process victim = startVictim(point);
    try {
      bench.publish(job);
      assertThat(victim.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(victim.exitValue()).isEqualTo(KILLED);
    } finally {
      victim.destroyForcibly();
    }
    int begins = bench.suite.begins.get();

    commands().start();

    await().atMost(Duration.ofSeconds(60)).until(() -> bench.suite.begins.get() > begins);
    bench.awaitAcknowledged();
    assertThat(bench.wecom.tasks()).isEqualTo(tasks);
    assertThat(bench.reportsOf(job.campaignId()))
        .hasSize(reports)
        .allMatch(JobOutcome.Accepted.class::isInstance);
  }

  private Process startVictim(String point) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(ApiExecutorApplication.class.getName());
    command.addAll(bench.arguments());
    command.add("--qunfa.executor.crash-at=" + point);
    File log = Path.of("target", "victim.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private SimpleMessageListenerContainer commands() {
    return bench.executor.getBean(SimpleMessageListenerContainer.class);
  }
}
