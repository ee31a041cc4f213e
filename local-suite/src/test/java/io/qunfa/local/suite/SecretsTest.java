package io.qunfa.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path folder;

  @Test
  void areMadeOnceAndReadableByTheirOwnerOnly() throws IOException {
    Path file = folder.resolve("secrets.properties");

    Secrets made = Secrets.keptIn(file);

    assertThat(Secrets.keptIn(file)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Base64.getDecoder().decode(made.credentialKey())).hasSize(32);
    assertThat(Secrets.random()).isNotEqualTo(made);
    assertThat(made.toString()).doesNotContain(made.credentialKey(), made.adminPassword());
  }

  @Test
  void incompleteFileIsNotSilentlyMadeAnew() throws IOException {
    Path file = folder.resolve("secrets.properties");
    Files.writeString(file, "jwtSecret=x\n");

    assertThatThrownBy(() -> Secrets.keptIn(file)).hasMessageContaining("credentialKey is missing");
  }
}
