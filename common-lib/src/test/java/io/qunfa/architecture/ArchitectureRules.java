package io.qunfa.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Calendar;
import java.util.Date;
import java.util.List;

/**
 * What {@code style.md} forbids and bytecode shows. Frameworks are named by text: not every module
 * has them.
 */
final class ArchitectureRules {
  private static final int MOST_PARAMETERS = 6;
  private static final int MOST_PUBLIC_PERCENT = 60;

  private static final DescribedPredicate<JavaClass> WEB_OR_PERSISTENCE =
      metaAnnotatedWith("org.springframework.stereotype.Controller")
          .or(annotatedWith("org.springframework.stereotype.Repository"))
          .or(annotatedWith("jakarta.persistence.Entity"))
          .or(annotatedWith("jakarta.persistence.Embeddable"))
          .or(annotatedWith("jakarta.persistence.MappedSuperclass"))
          .<JavaClass>forSubtype()
          .or(assignableTo("org.springframework.data.repository.Repository"))
          .as("controllers, repositories and entities");

  static final ArchRule NAMES =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Utils?|Helper|Manager|[a-z](VO|BO|DTO|DO|Vo|Bo|Dto))")
          .as("a name says what a thing is: no Impl, Util, Helper, Manager, VO, BO, DTO, DO");

  static final ArchRule NO_FIELD_INJECTION =
      members()
          .should(Conditions.notBeInjected())
          .as("collaborators come through the constructor: no @Autowired, @Inject, @Resource");

  static final ArchRule NO_VALUE =
      members()
          .should(Conditions.notCarryValue())
          .as("settings are one validated record per feature: no @Value");

  static final ArchRule NO_SLEEP =
      noClasses()
          .should()
          .callMethodWhere(Calls.sleeping())
          .as("nothing sleeps: no Thread.sleep, no TimeUnit.sleep");

  static final ArchRule NO_CLOCK =
      noClasses()
          .that(Calls.areNotWiring())
          .should()
          .callMethodWhere(Calls.readingTheWallClock())
          .as("time is injected (InstantSource, Clock): the wall clock is for wiring only");

  static final ArchRule NO_DATE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Date.class, Calendar.class)
          .as("java.time only: no java.util.Date, no Calendar");

  static final ArchRule NO_PUBLIC_SETTER =
      methods()
          .that()
          .arePublic()
          .should(Conditions.notBeASetter())
          .as("state changes by verbs: no public setters");

  static final ArchRule FEW_PARAMETERS =
      constructors()
          .that()
          .areDeclaredInClassesThat(Conditions.areWrittenByHandAndNoRecords())
          .should(Conditions.haveAtMostParameters(MOST_PARAMETERS))
          .as("constructors take at most " + MOST_PARAMETERS + " collaborators (records excepted)");

  static final ArchRule HIDDEN_EDGES =
      classes()
          .that(WEB_OR_PERSISTENCE)
          .should()
          .notBePublic()
          .as("controllers, repositories and entities are not public");

  static final ArchRule HALF_HIDDEN =
      classes()
          .should(new PublicShare(MOST_PUBLIC_PERCENT))
          .as("at most " + MOST_PUBLIC_PERCENT + " percent of an application's types are public");

  private ArchitectureRules() {}

  static List<ArchRule> all(String rootPackage) {
    return List.of(
            NAMES,
            NO_FIELD_INJECTION,
            NO_VALUE,
            NO_SLEEP,
            NO_CLOCK,
            NO_DATE,
            NO_PUBLIC_SETTER,
            FEW_PARAMETERS,
            HIDDEN_EDGES,
            HALF_HIDDEN,
            featuresWithoutCycles(rootPackage))
        .stream()
        .map(rule -> rule.allowEmptyShould(true))
        .toList();
  }

  /** A feature is a package directly below the module's root. */
  static ArchRule featuresWithoutCycles(String rootPackage) {
    return slices()
        .matching(rootPackage + ".(*)..")
        .should()
        .beFreeOfCycles()
        .as("features of " + rootPackage + " are free of cycles");
  }

  /** The longest package that all classes share. */
  static String commonPackage(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackageName)
        .reduce(ArchitectureRules::shared)
        .orElseThrow(() -> new IllegalArgumentException("no classes to check"));
  }

  private static String shared(String one, String other) {
    String shared = one;
    while (!(other + ".").startsWith(shared + ".")) {
      shared = shared.substring(0, shared.lastIndexOf('.'));
    }
    return shared;
  }
}
