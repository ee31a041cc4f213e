package io.qunfa.architecture;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every architecture rule over one module. A module's whole test is:
 *
 * <pre>{@code
 * class ArchitectureTest extends ArchitectureContract {
 *   ArchitectureTest() {
 *     super(TaskServiceApplication.class);
 *   }
 * }
 * }</pre>
 *
 * <p>The module needs common-lib's test-jar and archunit in test scope.
 */
public abstract class ArchitectureContract {
  private final Path compiled;

  /**
   * @param ofTheModule any class of the module's main code; it tells where the module's classes
   *     and, beside them, its sources are
   */
  protected ArchitectureContract(Class<?> ofTheModule) {
    try {
      this.compiled =
          Path.of(ofTheModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  @TestFactory
  List<DynamicTest> architecture() {
    List<DynamicTest> tests = new ArrayList<>();
    JavaClasses classes = new ClassFileImporter().importPath(compiled);
    for (ArchRule rule : ArchitectureRules.all(ArchitectureRules.commonPackage(classes))) {
      tests.add(dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }
    Path module = compiled.resolve("../..").normalize();
    for (SourceRule rule : SourceRule.values()) {
      tests.add(
          dynamicTest(
              rule.description(),
              () -> Assertions.assertThat(rule.violations(module.resolve("src"))).isEmpty()));
    }
    return tests;
  }
}
