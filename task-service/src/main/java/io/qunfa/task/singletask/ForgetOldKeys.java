package io.qunfa.task.singletask;

import io.qunfa.task.stepping.Step;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes Idempotency-Keys that nobody repeats any more, in small bites. */
final class ForgetOldKeys implements Step {
  private static final int BITE = 1000;

  private final JdbcClient jdbc;
  private final KeySettings settings;
  private final Clock clock;

  ForgetOldKeys(JdbcClient jdbc, KeySettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    return jdbc.sql("delete from idempotency_key where created_at < :old limit " + BITE)
            .param("old", clock.instant().minus(settings.keptFor()))
            .update()
        == BITE;
  }
}
