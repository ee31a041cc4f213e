package io.qunfa.task.store;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells a database that is away or busy from a row that it will never take. */
public final class Outage {
  private Outage() {}

  /** True if the same work may succeed later; false if the work itself is at fault. */
  public static boolean isBehind(RuntimeException failed) {
    return failed instanceof TransientDataAccessException
        || failed instanceof RecoverableDataAccessException
        || failed instanceof DataAccessResourceFailureException
        || failed instanceof TransactionException;
  }
}
