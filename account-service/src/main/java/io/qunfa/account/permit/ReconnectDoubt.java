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
 * MySQL what they know to have been counted. Of itself it knows: it waits until an exchange has
 * succeeded that began after the last change. Of the others it knows only the time that they need:
 * one that cannot reach MySQL for longer than the doubt is waited for no longer.
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
  private final AtomicLong told = new AtomicLong();
  private final Duration tellEvery;

  ReconnectDoubt(LettuceConnectionFactory redis, PermitSettings settings) {
    this.doubtNanos = settings.loss().doubt().toNanos();
    this.tellEvery = settings.loss().tellEvery();
    redis.getRequiredNativeClient().addListener(this);
  }

  /** Zero if there is no doubt. */
  Duration remaining() {
    Duration time = Duration.ofNanos(Math.max(0, until.get() - System.nanoTime()));
    boolean exchanged = told.get() >= changes.get();
    return exchanged || time.compareTo(tellEvery) > 0 ? time : tellEvery;
  }

  /**
   * An exchange with the other replicas has succeeded.
   *
   * @param changesBefore how many changes there were when it began
   */
  void exchanged(long changesBefore) {
    told.accumulateAndGet(changesBefore, Math::max);
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
