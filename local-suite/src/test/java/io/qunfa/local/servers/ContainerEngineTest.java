package io.qunfa.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.local.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerEngineTest {
  private final ContainerEngine.Container container =
      new ContainerEngine.Container(
          "mysql:8.0",
          3306,
          "/var/lib/mysql",
          Path.of("/some/mysql"),
          Map.of("SECRET", "s3cret"),
          List.of("--mysqlx=OFF"));

  @Test
  void containerListensOnTheLoopbackAndItsSecretsAreNotInTheCommand() {
    Launch launch =
        new ContainerEngine("docker")
            .launch(container, 21_000, Duration.ofSeconds(5), new Launch.WithOwner(true, ""));

    assertThat(launch.command())
        .containsSequence("--publish", "127.0.0.1:21000:3306")
        .containsSequence("--env", "SECRET")
        .endsWith("mysql:8.0", "--mysqlx=OFF")
        .noneMatch(argument -> argument.contains("s3cret"));
    assertThat(launch.environment()).containsEntry("SECRET", "s3cret");
  }

  @Test
  void volumeGoesWithTheOwnerOnlyWhenTheDataIsThrownAway() {
    ContainerEngine engine = new ContainerEngine("docker");
    Duration bound = Duration.ofSeconds(5);

    Launch lasting = engine.launch(container, 21_000, bound, new Launch.WithOwner(true, ""));
    Launch ephemeral =
        engine.launch(container, 21_000, bound, new Launch.WithOwner(false, "rm -rf '/some'"));

    assertThat(lasting.withOwner().afterwards())
        .startsWith("docker rm -f ")
        .doesNotContain("volume");
    assertThat(ephemeral.withOwner().afterwards())
        .contains("docker volume rm ")
        .endsWith("rm -rf '/some'");
  }
}
