package io.qunfa.executor.followup;

import io.qunfa.executor.ChannelSender;
import io.qunfa.executor.ExecutorSettings;
import io.qunfa.executor.Slots;
import io.qunfa.executor.Stopping;
import io.qunfa.executor.suite.TaskService;
import io.qunfa.job.FollowUp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The one endless loop of an executor: claims follow-ups and has each run beside the others. */
@Component
class FollowUpLoop implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(FollowUpLoop.class);

  private final TaskService tasks;
  private final ChannelSender channel;
  private final RunFollowUp run;
  private final ExecutorSettings settings;
  private final Stopping stopping;
  private final InstantSource time;
  private final Semaphore free;
  private final Slots perCorp = new Slots();
  private volatile boolean running;

  FollowUpLoop(
      TaskService tasks,
      ChannelSender channel,
      RunFollowUp run,
      ExecutorSettings settings,
      Stopping stopping,
      InstantSource time) {
    this.tasks = tasks;
    this.channel = channel;
    this.run = run;
    this.settings = settings;
    this.stopping = stopping;
    this.time = time;
    this.free = new Semaphore(settings.parallelFollowUps());
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("follow-ups").start(this::loop);
  }

  private void loop() {
    boolean foundSome = true;
    while (foundSome ? !stopping.hasBegun() : !stopping.within(settings.followUpPause())) {
      try {
        foundSome = claimAndRun();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | Error failed) {
        // An Error as well: a loop that ended here would end unseen.
        log.warn("No follow-ups could be claimed; asked again shortly: {}", failed.getMessage());
        foundSome = false;
      }
    }
  }

  private boolean claimAndRun() throws InterruptedException {
    free.acquire();
    int places = 1 + free.drainPermits();
    int taken = 0;
    try {
      List<FollowUp> claimed = tasks.claimFollowUps(channel.channel(), places);
      for (FollowUp followUp : claimed) {
        Thread.ofVirtual()
            .name(followUp.kind() + "-" + followUp.jobId())
            .start(() -> runInPlace(followUp));
        taken++;
      }
      return taken > 0;
    } finally {
      free.release(places - taken);
    }
  }

  private void runInPlace(FollowUp followUp) {
    try {
      Duration lease = Duration.between(time.instant(), followUp.leaseUntil());
      Slots.Wanted place =
          new Slots.Wanted(
              "corp " + followUp.tenantId() + ":" + followUp.corpId(),
              settings.parallelFollowUpsPerCorp(),
              1);
      Optional<Slots.Held> held = perCorp.take(List.of(place), lease);
      if (held.isPresent()) {
        try {
          run.run(followUp);
        } finally {
          held.get().close();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException unforeseen) {
      log.error(
          "{} of job {} failed for a reason we did not foresee; it is asked again when its lease"
              + " ends",
          followUp.kind(),
          followUp.jobId(),
          unforeseen);
    } finally {
      free.release();
    }
  }

  @Override
  public void stop() {
    running = false;
    stopping.begin();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
