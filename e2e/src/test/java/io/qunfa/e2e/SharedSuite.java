package io.qunfa.e2e;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the suite with the first class that needs it and stops it after the last. */
final class SharedSuite implements ParameterResolver, BeforeEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    running(context).calm();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SuiteUnderTest.class;
  }

  @Override
  public SuiteUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context);
  }

  private static SuiteUnderTest running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            SuiteUnderTest.class, key -> SuiteUnderTest.start(), SuiteUnderTest.class);
  }
}
