package io.qunfa.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The conditions that ArchUnit has no words for. */
final class Conditions {
  private static final String VALUE = "org.springframework.beans.factory.annotation.Value";
  private static final List<String> INJECTIONS =
      List.of(
          "org.springframework.beans.factory.annotation.Autowired",
          "jakarta.inject.Inject",
          "jakarta.annotation.Resource",
          "jakarta.persistence.PersistenceContext");

  private Conditions() {}

  static ArchCondition<JavaMember> notBeInjected() {
    return never(
        "is injected",
        member ->
            !(member instanceof JavaConstructor)
                && INJECTIONS.stream().anyMatch(member::isAnnotatedWith));
  }

  static ArchCondition<JavaMember> notCarryValue() {
    return never(
        "carries @Value",
        member ->
            member.isAnnotatedWith(VALUE)
                || (member instanceof JavaCodeUnit code
                    && code.getParameters().stream()
                        .anyMatch(parameter -> parameter.isAnnotatedWith(VALUE))));
  }

  /** A method that a supertype asks for is not ours to name. */
  static ArchCondition<JavaMethod> notBeASetter() {
    return never(
        "is a public setter",
        method ->
            method.getName().matches("set[A-Z].*")
                && method.getRawParameterTypes().size() == 1
                && !overrides(method));
  }

  static ArchCondition<JavaConstructor> haveAtMostParameters(int most) {
    return never(
        "has more than " + most + " parameters",
        constructor -> constructor.getRawParameterTypes().size() > most);
  }

  /** Compilers pass captured variables to local and anonymous classes as further parameters. */
  static DescribedPredicate<JavaClass> areWrittenByHandAndNoRecords() {
    return DescribedPredicate.describe(
        "are no records",
        type ->
            !type.isRecord()
                && !type.isEnum()
                && !type.isLocalClass()
                && !type.isAnonymousClass()
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  private static boolean overrides(JavaMethod method) {
    return Stream.concat(
            method.getOwner().getAllRawSuperclasses().stream(),
            method.getOwner().getAllRawInterfaces().stream())
        .anyMatch(
            type ->
                type.tryGetMethod(
                        method.getName(),
                        method.getRawParameterTypes().stream()
                            .map(JavaClass::getName)
                            .toArray(String[]::new))
                    .isPresent());
  }

  private static <T extends JavaMember> ArchCondition<T> never(
      String what, Predicate<? super T> violation) {
    return new ArchCondition<>("never be one that " + what) {
      @Override
      public void check(T member, ConditionEvents events) {
        if (violation.test(member)) {
          events.add(
              SimpleConditionEvent.violated(
                  member,
                  member.getFullName() + " " + what + " in " + member.getSourceCodeLocation()));
        }
      }
    };
  }
}
