package io.qunfa.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptProcessTest {
  @TempDir private Path folder;
  private KeptProcess kept;

  @BeforeEach
  void aRunningProcess() {
    Folders.privateFolder(folder.resolve("mysql"));
    kept =
        KeptProcess.start(
            new Launch(
                List.of("sleep", "600"),
                Map.of(),
                Duration.ofSeconds(5),
                new Launch.WithOwner(true, ""),
                new Launch.ProcessSignals()),
            folder.resolve("mysql/server.log"));
  }

  @AfterEach
  void nothingRuns() {
    if (kept.isRunning()) {
      kept.kill();
    }
  }

  @Test
  void isFoundByItsLogsFolderWhileItRuns() {
    Leftovers running = Leftovers.in(folder);

    assertThat(running.names()).isEqualTo("mysql");
    assertThat(running.processes()).extracting(StartedProcess::pid).containsExactly(kept.pid());

    kept.release();

    running.awaitEnd(Duration.ofSeconds(5));
    assertThat(Leftovers.in(folder).areNone()).isTrue();
  }

  @Test
  void whatDoesNotEndIsNamed() {
    Leftovers running = Leftovers.in(folder);

    assertThatThrownBy(() -> running.awaitEnd(Duration.ofMillis(50)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("mysql")
        .hasMessageContaining("kill -9 " + kept.pid());
  }

  @Test
  void laterProcessWithTheSameIdIsAnother() {
    StartedProcess found = Leftovers.in(folder).processes().getFirst();
    StartedProcess earlier =
        new StartedProcess("mysql", found.pid(), found.start().minus(Duration.ofMinutes(1)));

    assertThat(found.alive()).isPresent();
    assertThat(earlier.alive()).isEmpty();
  }

  @Test
  void pausedItCostsNothing() {
    ProcessHandle keeper =
        ProcessHandle.of(kept.pid()).flatMap(ProcessHandle::parent).orElseThrow();

    kept.pause();
    Duration before = cpu(keeper);
    await().pollDelay(Duration.ofSeconds(1)).until(kept::isRunning);

    assertThat(cpu(keeper).minus(before)).isLessThan(Duration.ofMillis(150));
    kept.resume();
    kept.stop();
    assertThat(kept.isRunning()).isFalse();
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
