package io.qunfa.e2e.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What to measure and how long.
 *
 * @param quick a tenth of the size: to see that it works, not to quote
 */
record BenchOptions(boolean quick, Set<Part> parts) {
  static final String USAGE =
      """
      ./qunfa bench [--quick] [--only=a,b,c,e,f]
        a  one campaign to 1,000,000 contacts of 200 senders, over bare MySQL
        b  single tasks and batches through the gateway, over bare durable commits
        c  from launch to the first call at the channel
        e  permits through REST, over bare EVALSHA of the same script
        f  100 accounts beside 900 limited ones with 500,000 waiting recipients, over 100 alone
        The memory of every service and the largest message on the broker are printed for all that ran.
        --quick  a tenth of the size
      """;

  enum Part {
    A,
    B,
    C,
    E,
    F
  }

  static BenchOptions parse(String... args) {
    boolean quick = false;
    Set<Part> parts = EnumSet.allOf(Part.class);
    for (String arg : args) {
      if (arg.equals("--quick")) {
        quick = true;
      } else if (arg.startsWith("--only=")) {
        parts = parts(arg.substring("--only=".length()));
      } else {
        throw new IllegalArgumentException("unknown option " + arg);
      }
    }
    return new BenchOptions(quick, parts);
  }

  boolean wants(Part part) {
    return parts.contains(part);
  }

  private static Set<Part> parts(String list) {
    List<Part> wanted =
        Arrays.stream(list.split(",", -1))
            .map(name -> Part.valueOf(name.strip().toUpperCase(Locale.ROOT)))
            .toList();
    return EnumSet.copyOf(wanted);
  }
}
