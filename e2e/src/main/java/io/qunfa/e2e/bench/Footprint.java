package io.qunfa.e2e.bench;

import io.qunfa.e2e.client.Rest;
import io.qunfa.local.suite.ServiceProcess;
import io.qunfa.local.suite.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that each service took: the heap as it says itself, all of it as Linux says. */
final class Footprint implements AutoCloseable {
  private static final long SECONDS_BETWEEN = 5;
  private static final Pattern HEAP =
      Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*} (\\S+)$");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final Suite suite;
  private final Map<String, Double> heapMegabytes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final Rest operator;
  private final ScheduledFuture<?> sampling;

  private Footprint(Stage stage) {
    this.suite = stage.suite();
    this.operator = stage.operator().rest();
    this.sampling =
        clock.scheduleWithFixedDelay(
            this::sample, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
  }

  static Footprint watch(Stage stage) {
    return new Footprint(stage);
  }

  void report(Results results) {
    sample();
    for (ServiceProcess process : suite.processes()) {
      if (!process.name().equals("simulator")) {
        results.note(
            "d  " + process.name() + " with -Xmx256m: peak heap, peak resident",
            String.format(
                Locale.ROOT,
                "%.0f MB, %s",
                heapMegabytes.getOrDefault(process.name(), 0.0),
                peakResident(process)));
      }
    }
  }

  @Override
  public void close() {
    sampling.cancel(true);
    clock.shutdown();
  }

  private void sample() {
    for (ServiceProcess process : suite.processes()) {
      String metrics = rest(process).get("/actuator/prometheus").body();
      double bytes = 0;
      for (Matcher line = HEAP.matcher(metrics); line.find(); ) {
        bytes += Double.parseDouble(line.group(1));
      }
      heapMegabytes.merge(process.name(), bytes / (1 << 20), Math::max);
    }
  }

  /** The gateway, open to the world, shows its metrics only to who is logged in. */
  private Rest rest(ServiceProcess process) {
    return process.name().equals("gateway") ? operator : new Rest(URI.create(process.url()));
  }

  private static String peakResident(ServiceProcess process) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) / 1024 + " MB" : "unknown";
    } catch (IOException notLinux) {
      return "unknown";
    }
  }
}
