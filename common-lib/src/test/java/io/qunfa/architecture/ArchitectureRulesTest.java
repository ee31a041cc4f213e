package io.qunfa.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that was never red proves nothing. */
class ArchitectureRulesTest {
  private static final String BAD = "io.qunfa.architecture.bad";
  private static final String GOOD = "io.qunfa.architecture.good";

  static final List<Arguments> RED =
      List.of(
          arguments(ArchitectureRules.NAMES, "CampaignServiceImpl", 1),
          arguments(ArchitectureRules.NAMES, "CampaignDTO", 1),
          arguments(ArchitectureRules.NO_FIELD_INJECTION, "InjectsIntoField", 1),
          arguments(ArchitectureRules.NO_VALUE, "TakesValue", 1),
          arguments(ArchitectureRules.NO_SLEEP, "Sleeps", 2),
          arguments(ArchitectureRules.NO_CLOCK, "ReadsClock", 4),
          arguments(ArchitectureRules.NO_DATE, "HoldsDate", 1),
          arguments(ArchitectureRules.NO_PUBLIC_SETTER, "HasSetter", 1),
          arguments(ArchitectureRules.FEW_PARAMETERS, "TakesSeven", 1),
          arguments(ArchitectureRules.HIDDEN_EDGES, "PublicController", 1),
          arguments(ArchitectureRules.HIDDEN_EDGES, "PublicEntity", 1),
          arguments(ArchitectureRules.HALF_HIDDEN, "PublicApplication", 1));

  @ParameterizedTest
  @FieldSource("RED")
  void badClassIsRed(ArchRule rule, String badClass, int leastViolations)
      throws ClassNotFoundException {
    JavaClasses bad = new ClassFileImporter().importClasses(Class.forName(BAD + "." + badClass));

    EvaluationResult result = rule.evaluate(bad);

    assertThat(result.getFailureReport().getDetails())
        .hasSizeGreaterThanOrEqualTo(leastViolations)
        .allMatch(detail -> detail.contains(badClass));
  }

  @Test
  void cycleOfFeaturesIsRed() {
    JavaClasses bad = new ClassFileImporter().importPackages(BAD);

    EvaluationResult result = ArchitectureRules.featuresWithoutCycles(BAD).evaluate(bad);

    assertThat(result.hasViolation()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("everyRule")
  void goodClassesAreGreen(ArchRule rule) {
    JavaClasses good = new ClassFileImporter().importPackages(GOOD);

    assertThat(rule.evaluate(good).getFailureReport().getDetails()).isEmpty();
  }

  static Stream<ArchRule> everyRule() {
    return ArchitectureRules.all(GOOD).stream();
  }

  @Test
  void rootOfAModuleIsWhatItsPackagesShare() {
    JavaClasses classes = new ClassFileImporter().importPackages(BAD + ".chicken", BAD + ".egg");

    assertThat(ArchitectureRules.commonPackage(classes)).isEqualTo(BAD);
  }
}
