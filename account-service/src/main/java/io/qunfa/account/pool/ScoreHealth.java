package io.qunfa.account.pool;

import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Scores health at this moment. */
@Component
public class ScoreHealth {
  private final PoolSettings settings;
  private final InstantSource time;

  ScoreHealth(PoolSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  /** 0 to 1. */
  public double score(Health health) {
    return health.score(time.instant(), settings.healthHalfLife());
  }
}
