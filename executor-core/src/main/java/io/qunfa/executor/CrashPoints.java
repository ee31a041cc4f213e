package io.qunfa.executor;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Does nothing unless a test has named a point. */
@Component
public class CrashPoints {
  private static final Logger log = LoggerFactory.getLogger(CrashPoints.class);

  /** What a shell reports for a process that was killed by SIGKILL. */
  private static final int KILLED = 137;

  private final ExecutorSettings settings;
  private final AtomicInteger passed = new AtomicInteger();

  CrashPoints(ExecutorSettings settings) {
    this.settings = settings;
  }

  public void pass(CrashPoint point) {
    if (point == settings.crashAt() && passed.incrementAndGet() == settings.crashAfter()) {
      log.error("qunfa.executor.crash-at={} is set: this process halts now", point);
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
