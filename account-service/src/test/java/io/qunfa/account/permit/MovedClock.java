package io.qunfa.account.permit;

import io.qunfa.account.RunningService;
import java.time.Duration;
import java.time.Instant;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Redis' clock as the scripts see it, moved forward by a test. Ends with the test. */
final class MovedClock implements AutoCloseable {
  private static final String KEY = "test:clock-moved-by";

  private final StringRedisTemplate redis;
  private Duration moved = Duration.ZERO;

  MovedClock(RunningService running) {
    this.redis = running.bean(StringRedisTemplate.class);
  }

  void forward(Duration by) {
    moved = moved.plus(by);
    write();
  }

  void to(Instant then) {
    moved = Duration.between(Instant.now(), then);
    write();
  }

  /** Again, after Redis has forgotten. */
  void write() {
    redis.opsForValue().set(KEY, Long.toString(moved.toMillis()));
  }

  Duration moved() {
    return moved;
  }

  Instant now() {
    return Instant.now().plus(moved);
  }

  @Override
  public void close() {
    redis.delete(KEY);
  }
}
