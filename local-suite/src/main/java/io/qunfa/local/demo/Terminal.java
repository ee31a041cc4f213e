package io.qunfa.local.demo;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Where the demo is shown: on a terminal a bar that moves, elsewhere a quiet line now and then.
 *
 * @param columns the terminal's width; 0 when the output is no terminal
 */
public record Terminal(PrintStream out, int columns, boolean colours) {
  private static final int ROOM_FOR_FACTS = 50;
  private static final int FEWEST_BAR_CELLS = 8;
  private static final int MOST_BAR_CELLS = 40;
  private static final String CLEAR_LINE = "\r\033[K";
  private static final String BOLD = "\033[1m";
  private static final String GREEN = "\033[32m";
  private static final String PLAIN = "\033[0m";

  void line(String text) {
    out.println(text);
  }

  void heading(String text) {
    out.println();
    out.println(colours ? BOLD + text + PLAIN : text);
  }

  void good(String text) {
    out.println(colours ? GREEN + text + PLAIN : text);
  }

  boolean isLive() {
    return columns > 0;
  }

  /** Replaces the bar's line. */
  void bar(String label, double share, String facts) {
    int cells =
        Math.clamp(columns - label.length() - ROOM_FOR_FACTS, FEWEST_BAR_CELLS, MOST_BAR_CELLS);
    int full = (int) Math.round(share * cells);
    String bar = "█".repeat(full) + "░".repeat(cells - full);
    String coloured = colours ? GREEN + bar + PLAIN : bar;
    out.print(
        CLEAR_LINE + "%s %s %3d %%  %s".formatted(label, coloured, (int) (share * 100), facts));
    out.flush();
  }

  void endBar() {
    out.print(CLEAR_LINE);
    out.flush();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
