package io.qunfa.account.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialSettingsTest {
  private static final String ONE = SealTest.key(1);
  private static final String TWO = SealTest.key(2);

  @TempDir private Path folder = Path.of("");

  @Test
  void keysComeFromTheEnvironmentOrFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), ONE + "\n" + TWO + "\n");

    assertThat(settings(" " + ONE + ", " + TWO, "").keys())
        .extracting(SealingKey::id)
        .containsExactlyElementsOf(
            settings("", file.toString()).keys().stream().map(SealingKey::id).toList());
  }

  @Test
  void exactlyOneOfBothIsSet() {
    assertThatThrownBy(() -> settings("", "")).hasMessageContaining("Neither");
    assertThatThrownBy(() -> settings(ONE, "/some/file")).hasMessageContaining("both set");
    assertThatThrownBy(() -> settings("", folder + "/missing"))
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"marker-of-a-key", "bWFya2VyLW9mLWEta2V5", ","})
  void whatIsNoKeyIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> settings(text, ""))
        .hasMessageContaining("QUNFA_CREDENTIAL_KEY")
        .satisfies(
            thrown -> {
              for (Throwable each = thrown; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("marker").doesNotContain("bWFya2");
              }
            });
  }

  @Test
  void theSameKeyTwiceIsAMistake() {
    assertThatThrownBy(() -> settings(ONE + "," + ONE, "")).hasMessageContaining("twice");
  }

  @Test
  void noKeyIsShown() {
    assertThat(settings(ONE, "") + settings(ONE, "").keys().toString()).doesNotContain(ONE);
  }

  private static CredentialSettings settings(String key, String file) {
    return new CredentialSettings(key, file, Duration.ofMinutes(10), Duration.ofSeconds(5));
  }
}
