package io.qunfa.data.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Lets one replica record reports, because those of a job must be recorded in their order: the one
 * that holds a lock of MySQL's, which ends with its connection. The others stand by and look again
 * every two seconds. (An exclusive consumer would do the same, but quorum queues of RabbitMQ 3.10
 * let a second one in.)
 */
@Component
class TakeTurn {
  private static final Logger log = LoggerFactory.getLogger(TakeTurn.class);
  private static final String LOCK = "qunfa_data.record_reports";

  private final DataSource database;
  private final SimpleMessageListenerContainer container;
  private @Nullable Connection holding;
  private boolean closed;

  TakeTurn(DataSource database, SimpleMessageListenerContainer reportsContainer) {
    this.database = database;
    this.container = reportsContainer;
  }

  /** Starts recording if the turn is ours, and stops if it has become another's. */
  @Scheduled(fixedDelayString = "2s")
  synchronized void look() {
    if (closed) {
      return;
    }
    try {
      if (isOurs()) {
        start();
      } else {
        stop();
      }
    } catch (SQLException databaseAway) {
      // Nobody else can have the turn now; whoever records holds its reports until MySQL is back.
      release();
      log.warn(
          "Whose turn it is to record reports cannot be told; looked at again in 2 s",
          databaseAway);
    }
  }

  @EventListener
  synchronized void closing(ContextClosedEvent event) {
    closed = true;
  }

  private boolean isOurs() throws SQLException {
    Connection connection = holding;
    if (connection == null) {
      connection = database.getConnection();
      holding = connection;
    }
    // Asking again for a lock that one holds is granted at once, so it is asked for only if not
    // held.
    return answersOne(connection, "select coalesce(is_used_lock(?) = connection_id(), 0)")
        || answersOne(connection, "select coalesce(get_lock(?, 0), 0)");
  }

  private static boolean answersOne(Connection connection, String question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, LOCK);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getInt(1) == 1;
      }
    }
  }

  private void start() {
    if (!container.isRunning()) {
      log.info("This replica records the reports");
      container.start();
    }
  }

  private void stop() {
    if (container.isRunning()) {
      log.info("Another replica records the reports; standing by");
      container.stop();
    }
  }

  private void release() {
    Connection connection = holding;
    holding = null;
    if (connection != null) {
      try {
        // Not back into the pool: it may be alive and hold the lock.
        connection.abort(Runnable::run);
      } catch (SQLException gone) {
        log.debug("The connection was gone already", gone);
      }
    }
  }
}
