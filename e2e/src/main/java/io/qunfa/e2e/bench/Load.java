package io.qunfa.e2e.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Several workers doing one thing again and again for a while, each with a connection of its own.
 */
final class Load {
  private Load() {}

  /** One request at a time over a connection that is the worker's own. */
  interface Worker extends AutoCloseable {
    void once() throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
  }

  static Measured run(int workers, Duration time, IntFunction<Worker> connect) {
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      List<Callable<long[]>> loops = new ArrayList<>();
      for (int number = 0; number < workers; number++) {
        Worker worker = connect.apply(number);
        loops.add(() -> loop(worker, time));
      }
      long start = System.nanoTime();
      List<Future<long[]>> ends = threads.invokeAll(loops);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Measured(ends.stream().flatMapToLong(Load::taken).sorted().toArray(), seconds);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static LongStream taken(Future<long[]> loop) {
    try {
      return Arrays.stream(loop.get());
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("a worker of the load failed", failed);
    }
  }

  private static long[] loop(Worker worker, Duration time) throws IOException, SQLException {
    long[] taken = new long[1024];
    int count = 0;
    try (worker) {
      long end = System.nanoTime() + time.toNanos();
      for (long start = System.nanoTime(); start < end; ) {
        worker.once();
        long now = System.nanoTime();
        if (count == taken.length) {
          taken = Arrays.copyOf(taken, 2 * count);
        }
        taken[count++] = now - start;
        start = now;
      }
    }
    return Arrays.copyOf(taken, count);
  }

  /** How often something was done in how long, and how long each time took. */
  static final class Measured {
    private final long[] nanos;
    private final double seconds;

    private Measured(long[] sortedNanos, double seconds) {
      this.nanos = sortedNanos;
      this.seconds = seconds;
    }

    double perSecond() {
      return nanos.length / seconds;
    }

    double millisAt(double share) {
      return nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))] / 1e6;
    }
  }
}
