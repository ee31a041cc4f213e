package io.qunfa.architecture.good;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

final class LaunchCampaign implements EnvironmentAware {
  private final Clock clock;
  private final InstantSource time;

  LaunchCampaign(Clock clock, InstantSource time) {
    this.clock = clock;
    this.time = time;
  }

  Instant now() {
    return time.instant();
  }

  LocalDateTime localNow() {
    return LocalDateTime.now(clock);
  }

  @Override
  public void setEnvironment(Environment environment) {}
}
