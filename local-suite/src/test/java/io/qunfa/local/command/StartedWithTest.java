package io.qunfa.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.local.process.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedWithTest {
  private static final List<String> MODULES =
      List.of(
          "local-suite",
          "simulator",
          "data-service",
          "account-service",
          "task-service",
          "api-executor",
          "gateway");

  @TempDir private Path project;

  @BeforeEach
  void aBuiltProject() throws IOException {
    for (String module : MODULES) {
      Files.createDirectories(jar(module).getParent());
      Files.createFile(jar(module));
    }
  }

  @Test
  void sameBuildAndVariablesDifferInNothing() {
    StartedWith before = with(Map.of("WECOM_BASE_URL", "http://one"));

    assertThat(before.to(with(Map.of("WECOM_BASE_URL", "http://one"))))
        .isEqualTo(difference(List.of(), List.of(), List.of()));
  }

  @Test
  void newerJarIsNamed() throws IOException {
    StartedWith before = with(Map.of());

    Files.setLastModifiedTime(jar("gateway"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(before.to(with(Map.of())))
        .isEqualTo(difference(List.of("gateway"), List.of(), List.of()));
  }

  @Test
  void variablesSetSinceChangedOrDroppedAreNamed() {
    StartedWith before = with(Map.of("QUNFA_ADMIN_USER", "root", "SPRING_RABBITMQ_HOST", "broker"));

    StartedWith now = with(Map.of("QUNFA_ADMIN_USER", "admin", "WECOM_BASE_URL", "http://one"));

    assertThat(before.to(now))
        .isEqualTo(
            difference(
                List.of(),
                List.of("QUNFA_ADMIN_USER", "WECOM_BASE_URL"),
                List.of("SPRING_RABBITMQ_HOST")));
  }

  @Test
  void whatIsNotOfTheSuiteDoesNotMatter() {
    StartedWith before = with(Map.of("HOME", "/root", "QUNFA_TERMINAL", "80"));

    assertThat(before.to(with(Map.of("HOME", "/home", "QUNFA_DEMO_CORP_ID", "ww1"))))
        .isEqualTo(difference(List.of(), List.of(), List.of()));
  }

  @Test
  void valuesAreNotKept() {
    assertThat(with(Map.of("QUNFA_ADMIN_PASSWORD", "correct horse")).toString())
        .contains("QUNFA_ADMIN_PASSWORD")
        .doesNotContain("correct horse");
  }

  @Test
  void whatIsNotBuiltIsNamed() throws IOException {
    Files.delete(jar("task-service"));

    assertThatThrownBy(() -> with(Map.of()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("task-service is not built");
  }

  private StartedWith with(Map<String, String> environment) {
    return StartedWith.now(project, environment);
  }

  private Path jar(String module) {
    return project.resolve(module).resolve("target").resolve(module + "-0.1.0-exec.jar");
  }

  private static StartedWith.Difference difference(
      List<String> rebuilt, List<String> changed, List<String> dropped) {
    return new StartedWith.Difference(
        new TreeSet<>(rebuilt), new TreeSet<>(changed), new TreeSet<>(dropped));
  }
}
