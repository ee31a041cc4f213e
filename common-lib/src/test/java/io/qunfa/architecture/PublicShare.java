package io.qunfa.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Bounds the share of public types in an application. Libraries are public by purpose: without a
 * {@code @SpringBootApplication} among the classes this always holds.
 */
final class PublicShare extends ArchCondition<JavaClass> {
  private static final String APPLICATION =
      "org.springframework.boot.autoconfigure.SpringBootApplication";

  private final int mostPercent;
  private final List<JavaClass> types = new ArrayList<>();

  PublicShare(int mostPercent) {
    super("be public in at most " + mostPercent + " percent of all cases");
    this.mostPercent = mostPercent;
  }

  @Override
  public void init(Collection<JavaClass> all) {
    types.clear();
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
      types.add(type);
    }
  }

  @Override
  public void finish(ConditionEvents events) {
    List<String> visible =
        types.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .toList();
    boolean application = types.stream().anyMatch(type -> type.isAnnotatedWith(APPLICATION));
    if (application && visible.size() * 100 > types.size() * mostPercent) {
      events.add(
          SimpleConditionEvent.violated(
              visible, visible.size() + " of " + types.size() + " types are public: " + visible));
    }
  }
}
