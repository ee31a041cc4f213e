package io.qunfa.task.store;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The time of MySQL, by which all replicas judge leases and the ends of permits that others wrote,
 * whatever the clocks of their machines say. Runs by this machine's clock between two looks. Whole
 * milliseconds, as the columns hold them: a time that MySQL rounded up would lie in the future of
 * the one who wrote it.
 */
public final class MysqlClock extends Clock {
  private final JdbcClient jdbc;
  private final InstantSource machine;
  private final AtomicLong aheadMillis = new AtomicLong();

  public MysqlClock(JdbcClient jdbc, InstantSource machine) {
    this.jdbc = jdbc;
    this.machine = machine;
    look();
  }

  /**
   * Half of the way there and back is taken for the way back.
   *
   * @return false: once is enough
   */
  public boolean look() {
    long before = machine.millis();
    long there =
        jdbc.sql("select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6)) div 1000")
            .query(Long.class)
            .single();
    aheadMillis.set(there - (before + machine.millis()) / 2);
    return false;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return machine.millis() + aheadMillis.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("MySQL's time is kept in UTC");
  }
}
