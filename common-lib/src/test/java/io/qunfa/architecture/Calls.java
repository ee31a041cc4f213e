package io.qunfa.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Calls into the JDK that only some classes may make. */
final class Calls {
  private static final String CONFIGURATION =
      "org.springframework.context.annotation.Configuration";

  private Calls() {}

  static DescribedPredicate<JavaMethodCall> sleeping() {
    return DescribedPredicate.describe(
        "sleeping",
        call ->
            call.getTarget().getName().equals("sleep")
                && (call.getTargetOwner().isAssignableTo(Thread.class)
                    || call.getTargetOwner().isAssignableTo(TimeUnit.class)));
  }

  /** {@code X.now()} and {@code X.now(zone)}, but not {@code X.now(clock)}. */
  static DescribedPredicate<JavaMethodCall> readingTheWallClock() {
    return DescribedPredicate.describe(
        "reading the wall clock", call -> readsTheWallClock(call.getTarget()));
  }

  /** Configuration classes, main classes, and what is nested in them. */
  static DescribedPredicate<JavaClass> areNotWiring() {
    return DescribedPredicate.describe("are not wiring", type -> !isWiring(topLevel(type)));
  }

  private static boolean readsTheWallClock(AccessTarget.MethodCallTarget target) {
    String owner = target.getOwner().getName();
    return switch (target.getName()) {
      case "now" ->
          owner.startsWith("java.time.")
              && target.getRawParameterTypes().stream()
                  .noneMatch(parameter -> parameter.isAssignableTo(Clock.class));
      case "currentTimeMillis" -> owner.equals(System.class.getName());
      case "systemUTC", "systemDefaultZone" -> owner.equals(Clock.class.getName());
      case "system" ->
          owner.equals(Clock.class.getName()) || owner.equals(InstantSource.class.getName());
      default -> false;
    };
  }

  private static boolean isWiring(JavaClass type) {
    return type.isAnnotatedWith(CONFIGURATION)
        || type.isMetaAnnotatedWith(CONFIGURATION)
        || type.getMethods().stream()
            .anyMatch(
                method ->
                    method.getName().equals("main")
                        && method.getModifiers().contains(JavaModifier.STATIC));
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(Calls::topLevel).orElse(type);
  }
}
