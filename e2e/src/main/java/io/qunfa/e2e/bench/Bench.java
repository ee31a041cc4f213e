package io.qunfa.e2e.bench;

import io.qunfa.local.process.Unavailable;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Measures the suite against the bare servers it stands on, in one run on one machine. The method
 * is in {@code docs/benchmarks.md}.
 */
public final class Bench {
  private static final int WRONG_USAGE = 2;
  private static final int MISSING = 3;

  private Bench() {}

  public static void main(String... args) {
    BenchOptions options;
    try {
      options = BenchOptions.parse(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println("qunfa bench: " + wrong.getMessage() + "\n" + BenchOptions.USAGE);
      System.exit(WRONG_USAGE);
      return;
    }
    int exit = 0;
    try {
      run(options, System.out, Clock.systemUTC());
    } catch (Unavailable missing) {
      System.err.println("qunfa bench: " + missing.getMessage());
      exit = MISSING;
    } catch (SQLException failed) {
      throw new IllegalStateException("MySQL refused a statement of the benchmark", failed);
    }
    System.exit(exit);
  }

  private static void run(BenchOptions options, PrintStream out, Clock clock) throws SQLException {
    Results results = new Results(out);
    out.println(machine(clock) + (options.quick() ? ", quick run: do not quote" : ""));
    try (Stage stage = Stage.start();
        Footprint footprint = Footprint.watch(stage)) {
      BrokerTap tap = BrokerTap.on(stage.suite().servers().rabbit());
      if (options.wants(BenchOptions.Part.C)) {
        new LaunchDelay(stage, results, clock)
            .measure(options.quick() ? 5 : 21, options.quick() ? 5 : 60);
      }
      if (options.wants(BenchOptions.Part.A)) {
        LargeCampaign.of(options.quick()).measure(stage, results);
      }
      tap.close();
      if (options.wants(BenchOptions.Part.B)) {
        new SingleTasks(stage, results).measure(options.quick());
      }
      if (options.wants(BenchOptions.Part.E)) {
        new Reservations(stage, results, clock).measure(options.quick());
      }
      if (options.wants(BenchOptions.Part.F)) {
        new LimitedCrowd(stage, results).measure(options.quick());
      }
      tap.report(results);
      footprint.report(results);
    }
    results.print();
  }

  private static String machine(Clock clock) {
    return String.format(
        Locale.ROOT,
        "Qunfa benchmark, %s: %d cores, %s, JDK %s",
        LocalDate.now(clock),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getName(),
        Runtime.version().feature());
  }
}
