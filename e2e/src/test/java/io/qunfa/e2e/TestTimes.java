package io.qunfa.e2e;

import io.qunfa.local.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is shortened or made smaller for the tests: only waiting and sizes, never a rule. */
final class TestTimes {
  static final long UPLOAD_LIMIT_BYTES = 64L * 1024 * 1024;

  /** How long a corp rests after 45009. */
  static final Duration RATE_WINDOW = Duration.ofSeconds(5);

  private static final List<String> SERVICES =
      List.of(
          "simulator",
          "data-service",
          "account-service",
          "task-service",
          "api-executor",
          "gateway");

  private TestTimes() {}

  static void shorten(Suite suite) {
    // Started often and never for long: no time is spent on making code fast.
    for (String service : SERVICES) {
      suite.with(service, Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"));
    }
    suite.with("data-service", Map.of("QUNFA_IMPORTING_MAXFILESIZE", UPLOAD_LIMIT_BYTES + "B"));
    suite.with(
        "task-service",
        Map.of(
            // Receipts are asked for at once, and often.
            "QUNFA_FOLLOWUP_FIRSTDELAY", "500ms",
            "QUNFA_FOLLOWUP_FACTOR", "1.5",
            "QUNFA_FOLLOWUP_MAXDELAY", "2s",
            "QUNFA_FOLLOWUP_LEASE", "20s",
            "QUNFA_FOLLOWUP_ENDEVERY", "500ms",
            // Longer than the simulator hides a new task from its list, shorter than a person
            // waits.
            "QUNFA_FOLLOWUP_FRESHNESS", "6s",
            "QUNFA_REAPING_CALLTIMEOUT", "10s"));
    // Belongs to the executor's call-within.
    suite.with("account-service", Map.of("QUNFA_PERMITS_LATENESS", "10s"));
    suite.with(
        "api-executor",
        Map.of(
            "QUNFA_WECOM_CONNECTTIMEOUT", "2s",
            "QUNFA_WECOM_ANSWERTIMEOUT", "5s",
            "QUNFA_WECOM_RATEWINDOW", RATE_WINDOW.toSeconds() + "s",
            "QUNFA_EXECUTOR_CALLWITHIN", "5s",
            "QUNFA_FOLLOWUPS_LISTFRESHNESS", "11s"));
  }
}
