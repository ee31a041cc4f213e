package io.qunfa.data.protection;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A transaction that waits for any lock a second at most. While a large campaign is frozen, the
 * contacts it counts are locked for as long as that takes: whoever has others to serve meanwhile
 * comes back later.
 */
@Component
public final class ImpatientTransaction {
  private final TransactionOperations transaction;
  private final JdbcClient jdbc;

  ImpatientTransaction(TransactionOperations transaction, JdbcClient jdbc) {
    this.transaction = transaction;
    this.jdbc = jdbc;
  }

  /**
   * @throws org.springframework.dao.PessimisticLockingFailureException if a lock was not to be had;
   *     nothing is kept then
   */
  public <T> T execute(Supplier<T> work) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              jdbc.sql("set session innodb_lock_wait_timeout = 1").update();
              try {
                return work.get();
              } finally {
                // The connection goes back to the pool.
                jdbc.sql("set session innodb_lock_wait_timeout = default").update();
              }
            }));
  }
}
