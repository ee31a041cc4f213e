package io.qunfa.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

@ExtendWith(OutputCaptureExtension.class)
class AdministratorTest {
  private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(4);

  @Test
  void onlyNameAndPasswordTogetherAreRight() {
    Administrator administrator = Administrator.of("admin", "secret", encoder);

    assertThat(administrator.is("admin", "secret")).isTrue();
    assertThat(administrator.is("admin", "Secret")).isFalse();
    assertThat(administrator.is("root", "secret")).isFalse();
    assertThat(administrator.is("admin", "x".repeat(200))).isFalse();
  }

  @Test
  void passwordThatIsNotGivenIsMadeAndSaidOnce(CapturedOutput output) {
    Administrator administrator = Administrator.of("admin", null, encoder);

    Matcher said = Pattern.compile("with the password (\\S+)").matcher(output);
    assertThat(said.find()).isTrue();
    assertThat(administrator.is("admin", said.group(1))).isTrue();
    assertThat(said.find()).isFalse();
  }

  @Test
  void passwordThatTheHashWouldCutIsRefusedAtStart() {
    assertThatThrownBy(() -> Administrator.of("admin", "客".repeat(25), encoder))
        .hasMessageContaining("QUNFA_ADMIN_PASSWORD");
  }
}
