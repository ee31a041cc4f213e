package io.qunfa.account.permit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Exchanges between replicas, over MySQL, how much Redis has counted at least. */
@Component
class TellWhatWasSeen implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TellWhatWasSeen.class);

  private final Generations generations;
  private final ReconnectDoubt doubt;
  private final long everyMillis;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("tell-what-was-seen").factory());
  private volatile boolean running;

  TellWhatWasSeen(Generations generations, ReconnectDoubt doubt, PermitSettings settings) {
    this.generations = generations;
    this.doubt = doubt;
    this.everyMillis = settings.loss().tellEvery().toMillis();
  }

  @Override
  public void start() {
    running = true;
    var _ =
        clock.scheduleWithFixedDelay(this::tell, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    clock.shutdown();
    tell();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before requests come, and until after the last one. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void tell() {
    long changes = doubt.changes();
    try {
      generations.exchange();
      doubt.exchanged(changes);
    } catch (RuntimeException failed) {
      log.warn("What Redis has counted could not be told; it is told with the next round", failed);
    }
  }
}
