package io.qunfa.account.permit;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Redis loses counts when it restarts or fails over, and every replica loses its connection then.
 * So after it is connected, for the first time or again, this replica waits until all have told
 * MySQL what they know to have been counted.
 *
 * <p>The client sends again what was under way when the connection broke. Such an answer may come
 * from a Redis that has lost something, so an answer counts only if no connection changed between
 * the question and it: see {@link #changes}. The client calls this listener before it sends
 * anything again.
 */
@Component
class ReconnectDoubt implements RedisConnectionStateListener {
  private final long doubtNanos;
  private final AtomicLong until = new AtomicLong(System.nanoTime());
  private final AtomicLong changes = new AtomicLong();

  ReconnectDoubt(LettuceConnectionFactory redis, PermitSettings settings) {
    this.doubtNanos = settings.loss().doubt().toNanos();
    redis.getRequiredNativeClient().addListener(this);
  }

  /** Zero if there is no doubt. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, until.get() - System.nanoTime()));
  }

  /** How often a connection was made or lost. */
  long changes() {
    return changes.get();
  }

  @Override
  public void onRedisConnected(
      RedisChannelHandler<?, ?> connection, @Nullable SocketAddress address) {
    beginDoubt();
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    if (!connection.isClosed()) {
      beginDoubt();
    }
  }

  private void beginDoubt() {
    until.set(System.nanoTime() + doubtNanos);
    changes.incrementAndGet();
  }
}
