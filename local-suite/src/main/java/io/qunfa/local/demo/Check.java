package io.qunfa.local.demo;

import static io.qunfa.local.demo.Terminal.number;

/** What must be true, or the demo has shown a fault. */
final class Check {
  private Check() {}

  static void equal(String what, long expected, long found) {
    if (expected != found) {
      throw new DemoFailure(
          "%s: expected %s, found %s.".formatted(what, number(expected), number(found)));
    }
  }
}
