package io.qunfa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRuleTest {
  private static final String NULL_MARKED = "@NullMarked\npackage a;\n";

  @TempDir private Path src = Path.of("");

  @BeforeEach
  void aGoodModule() throws IOException {
    write("main/java/a/package-info.java", NULL_MARKED);
    write("main/java/a/Good.java", "package a;\nclass Good {}\n".repeat(200));
    write("main/java/a/Loop.java", "try { step(); } catch (Exception failed) { log(failed); }");
    write(
        "main/java/a/Careful.java", "try { step(); } catch (IOException | SQLException failed) {}");
  }

  @Test
  void goodModuleIsGreen() {
    for (SourceRule rule : SourceRule.values()) {
      assertThat(rule.violations(src)).as(rule.description()).isEmpty();
    }
  }

  @Test
  void longFileIsRed() throws IOException {
    write("test/java/a/package-info.java", NULL_MARKED);
    write("test/java/a/Long.java", "\n".repeat(401));

    assertThat(SourceRule.SHORT_FILES.violations(src)).singleElement().asString().contains("401");
  }

  @Test
  void packageWithoutNullMarkIsRed() throws IOException {
    write("main/java/a/b/Unmarked.java", "package a.b;");
    write("test/java/a/package-info.java", "package a;");

    assertThat(SourceRule.NULL_MARKED.violations(src)).hasSize(2);
  }

  @Test
  void secondCatchAllIsRed() throws IOException {
    write("main/java/a/Second.java", "try { step(); } catch (IOException | Throwable all) {}");

    assertThat(SourceRule.ONE_LOOP.violations(src)).hasSize(2);
  }

  @Test
  void recordThatShowsItsPasswordIsRed() throws IOException {
    write("main/java/a/Login.java", "record Login(String user,\n    String adminPassword) {}");
    write(
        "main/java/a/Careful.java",
        "record Login(String secret) { public String toString() { return null; } }");

    assertThat(SourceRule.HIDDEN_SECRETS.violations(src))
        .singleElement()
        .asString()
        .contains("Login.java");
  }

  private void write(String name, String text) throws IOException {
    Path file = src.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
