package io.qunfa.account.permit;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Redis loses counts when it restarts or fails over, and every replica loses its connection then.
 * So after it is connected again, this replica waits until all have told MySQL what they know to
 * have been counted.
 *
 * <p>The client sends again what was under way when the connection broke. Such an answer may come
 * from a Redis that has lost something, so an answer counts only if no connection was lost between
 * the question and it: see {@link #losses}. The client calls this listener before it sends anything
 * again.
 */
@Component
class ReconnectDoubt implements RedisConnectionStateListener {
  private final long doubtNanos;
  private final Set<RedisChannelHandler<?, ?>> lost =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final AtomicLong losses = new AtomicLong();
  private final AtomicLong until = new AtomicLong(System.nanoTime());

  ReconnectDoubt(LettuceConnectionFactory redis, PermitSettings settings) {
    this.doubtNanos = settings.loss().doubt().toNanos();
    redis.getRequiredNativeClient().addListener(this);
  }

  /** Zero if there is no doubt. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, until.get() - System.nanoTime()));
  }

  /** How often a connection was lost. */
  long losses() {
    return losses.get();
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    if (!connection.isClosed()) {
      lost.add(connection);
      beginDoubt();
    }
  }

  @Override
  public void onRedisConnected(
      RedisChannelHandler<?, ?> connection, @Nullable SocketAddress address) {
    if (lost.remove(connection)) {
      beginDoubt();
    }
  }

  private void beginDoubt() {
    until.set(System.nanoTime() + doubtNanos);
    losses.incrementAndGet();
  }
}
