package io.qunfa.account.permit;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectAttemptEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Redis loses counts when it restarts or fails over, and every replica loses its connection then.
 * So after it is connected again, this replica waits until all have told MySQL what they know to
 * have been counted.
 */
@Component
class ReconnectDoubt {
  private final long doubtNanos;
  private final LongSupplier nanos = System::nanoTime;
  private final AtomicLong until = new AtomicLong(Long.MIN_VALUE);
  private final AtomicBoolean reconnecting = new AtomicBoolean();

  ReconnectDoubt(LettuceConnectionFactory redis, PermitSettings settings) {
    this.doubtNanos = settings.loss().doubt().toNanos();
    redis.getRequiredNativeClient().getResources().eventBus().get().subscribe(this::heard);
  }

  /** Zero if there is no doubt. */
  Duration remaining() {
    if (reconnecting.get()) {
      return Duration.ofNanos(doubtNanos);
    }
    long left = until.get() == Long.MIN_VALUE ? 0 : until.get() - nanos.getAsLong();
    return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
  }

  private void heard(Event event) {
    if (event instanceof ReconnectAttemptEvent) {
      reconnecting.set(true);
    } else if (event instanceof ConnectionActivatedEvent && reconnecting.get()) {
      until.set(nanos.getAsLong() + doubtNanos);
      reconnecting.set(false);
    }
  }
}
