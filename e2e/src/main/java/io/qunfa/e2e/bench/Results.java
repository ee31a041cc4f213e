package io.qunfa.e2e.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What was measured, printed as a table at the end and line by line while it comes in. */
final class Results {
  private static final String ROW = "%-58s %22s  %-12s %s%n";

  private final List<Line> lines = new ArrayList<>();
  private final PrintStream out;

  Results(PrintStream out) {
    this.out = out;
  }

  /** A figure that has to be at most so much. */
  void atMost(String what, double figure, String shown, double target, String targetShown) {
    add(new Line(what, shown, "<= " + targetShown, figure <= target ? "met" : "MISSED"));
  }

  /** A figure that has to be at least so much. */
  void atLeast(String what, double figure, String shown, double target, String targetShown) {
    add(new Line(what, shown, ">= " + targetShown, figure >= target ? "met" : "MISSED"));
  }

  /** A figure that explains another one. */
  void note(String what, String shown) {
    add(new Line(what, shown, "", ""));
  }

  void progress(String message) {
    out.println("  " + message);
  }

  void print() {
    out.println();
    out.printf(ROW, "", "measured", "target", "");
    lines.forEach(line -> out.printf(ROW, line.what, line.shown, line.target, line.verdict));
  }

  private void add(Line line) {
    lines.add(line);
    progress(line.what + ": " + line.shown);
  }

  private record Line(String what, String shown, String target, String verdict) {}
}
