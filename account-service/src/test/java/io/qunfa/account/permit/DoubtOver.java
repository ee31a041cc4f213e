package io.qunfa.account.permit;

import io.qunfa.account.RunningService;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The end of the doubt after Redis was connected. */
public final class DoubtOver {
  private DoubtOver() {}

  public static void await(RunningService running) {
    ReconnectDoubt doubt = running.bean(ReconnectDoubt.class);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> doubt.remaining().isZero());
  }
}
