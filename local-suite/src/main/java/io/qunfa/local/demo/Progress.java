package io.qunfa.local.demo;

import static io.qunfa.local.demo.Terminal.number;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Watches something that takes a while: asks again and again, and shows how far it is, how fast,
 * and how long yet.
 */
final class Progress {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration BETWEEN_QUIET_LINES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final String label;
  private final long start = System.nanoTime();
  private long lastLine = start;

  Progress(Terminal terminal, String label) {
    this.terminal = terminal;
    this.label = label;
  }

  /**
   * One look.
   *
   * @param done how many of {@code total} are done
   * @param ended whether there is nothing more to wait for
   */
  record Look(long done, long total, boolean ended) {}

  /** Looks until it has ended or the time is over; the last look. */
  Look watch(Supplier<Look> look, Duration atMost) {
    while (true) {
      Look now = look.get();
      long elapsed = System.nanoTime() - start;
      if (now.ended() || elapsed > atMost.toNanos()) {
        finish(now, elapsed);
        return now;
      }
      show(now, elapsed);
      pause();
    }
  }

  private void show(Look look, long elapsed) {
    double seconds = elapsed / 1e9;
    double rate = seconds > 0 ? look.done() / seconds : 0;
    String left =
        rate > 0 && look.total() > 0
            ? ", %.0f s left".formatted((look.total() - look.done()) / rate)
            : "";
    String of =
        look.total() > 0
            ? number(look.done()) + " of " + number(look.total())
            : number(look.done());
    String facts = "%s, %s/s%s".formatted(of, number(Math.round(rate)), left);
    if (terminal.isLive()) {
      terminal.bar(label, look.total() > 0 ? (double) look.done() / look.total() : 0, facts);
    } else if (System.nanoTime() - lastLine > BETWEEN_QUIET_LINES.toNanos()) {
      lastLine = System.nanoTime();
      terminal.line("%s: %s".formatted(label, facts));
    }
  }

  private void finish(Look look, long elapsed) {
    if (terminal.isLive()) {
      terminal.endBar();
    }
    double seconds = elapsed / 1e9;
    terminal.line(
        "%s: %s in %.1f s (%s/s)"
            .formatted(
                label, number(look.done()), seconds, number(Math.round(look.done() / seconds))));
  }

  private static void pause() {
    CompletableFuture<Void> nothing = new CompletableFuture<>();
    nothing.completeOnTimeout(null, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
