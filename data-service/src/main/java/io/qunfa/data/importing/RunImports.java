package io.qunfa.data.importing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks for imports that nobody works on and whose file lies in this process's spool folder, and
 * runs a few of them side by side. New ones are found at once, those of a dead process when their
 * lease is over.
 */
@Component
final class RunImports implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(RunImports.class);
  private static final String FILE_IS_GONE =
      "The process that held the uploaded file did not come back. Import the file again: what is in already is found and left alone.";

  private final Imports imports;
  private final SpoolFolder spool;
  private final RunImport runImport;
  private final ImportSettings settings;
  private final InstantSource time;
  private final Semaphore wake = new Semaphore(0);
  private final Semaphore free;
  private volatile boolean running;
  private volatile ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  RunImports(
      Imports imports,
      SpoolFolder spool,
      RunImport runImport,
      ImportSettings settings,
      InstantSource time) {
    this.imports = imports;
    this.spool = spool;
    this.runImport = runImport;
    this.settings = settings;
    this.time = time;
    this.free = new Semaphore(settings.workers());
  }

  /** A new import waits: do not wait for the next look. */
  void wake() {
    wake.release();
  }

  @Override
  public void start() {
    running = true;
    threads = Executors.newVirtualThreadPerTaskExecutor();
    threads.execute(this::loop);
  }

  /** Imports under way stop after their batch and go on where they are started next. */
  @Override
  public void stop() {
    running = false;
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
        log.warn("An import did not stop in time; it goes on when its lease is over");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop() {
    while (running) {
      try {
        look();
        if (wake.tryAcquire(settings.lookEvery().toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failed) {
        log.warn(
            "Looking for imports failed; the next look is in {}", settings.lookEvery(), failed);
        pause(settings.lookEvery());
      }
    }
  }

  private void look() {
    Instant now = time.instant();
    imports.keepWaiting(spool.olderThan(now), now);
    for (ImportJob idle : imports.idle(now)) {
      if (spool.holds(idle.spoolFile())) {
        if (!free.tryAcquire()) {
          // Whoever ends next wakes the next look.
          break;
        }
        Instant claimedAt = time.instant();
        imports
            .claim(idle, claimedAt, claimedAt.plus(settings.lease()))
            .ifPresentOrElse(job -> threads.execute(() -> runOne(job)), free::release);
      }
    }
    if (imports.giveUp(now.minus(settings.giveUpAfter()), FILE_IS_GONE, now) > 0) {
      log.warn("Imports failed because no process has their file any more");
    }
    deleteForgottenFiles(now.minus(settings.giveUpAfter()));
  }

  /** Left by a crash between a file's arrival and its import's row, or after its import's end. */
  private void deleteForgottenFiles(Instant olderThan) {
    List<String> old = spool.olderThan(olderThan);
    Set<String> needed = imports.needed(old);
    old.stream().filter(name -> !needed.contains(name)).forEach(spool::delete);
  }

  private void runOne(ImportJob job) {
    try {
      runImport.run(job);
    } catch (LeaseLost taken) {
      log.info("Stopped: {}", taken.getMessage());
    } catch (IOException | RuntimeException failed) {
      log.warn(
          "Import {} was interrupted; it goes on from its last batch in {}",
          job.importId(),
          settings.lease(),
          failed);
    } finally {
      free.release();
      wake();
    }
  }

  private void pause(Duration howLong) {
    try {
      wake.tryAcquire(howLong.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      running = false;
    }
  }
}
