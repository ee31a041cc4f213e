package io.qunfa.account.pool;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/**
 * Takes what became of calls into the health of their accounts, and lets an account rest that the
 * channel pushed back. Each call is told once. What cannot be written is lost: the limiter holds
 * the account back by itself, and health lives from many calls.
 */
@Component
public class NoteOutcomes {
  private static final Logger log = LoggerFactory.getLogger(NoteOutcomes.class);

  private final NamedParameterJdbcTemplate jdbc;
  private final CoolDown coolDown;
  private final PoolSettings settings;
  private final InstantSource time;

  NoteOutcomes(
      NamedParameterJdbcTemplate jdbc,
      CoolDown coolDown,
      PoolSettings settings,
      InstantSource time) {
    this.jdbc = jdbc;
    this.coolDown = coolDown;
    this.settings = settings;
    this.time = time;
  }

  public void note(TenantId tenant, List<Called> calls) {
    if (calls.isEmpty()) {
      return;
    }
    try {
      addToHealth(tenant, calls);
      Instant now = time.instant();
      coolDown.rest(
          tenant,
          calls.stream()
              .filter(call -> call.pushBack().toMillis() > 0)
              .collect(
                  toMap(
                      Called::accountId,
                      call -> now.plus(call.pushBack()),
                      (one, other) -> one.isAfter(other) ? one : other)));
    } catch (DataAccessException away) {
      log.warn(
          "MySQL does not answer: {} outcomes do not count in the health of accounts",
          calls.size(),
          away);
    }
  }

  private void addToHealth(TenantId tenant, List<Called> calls) {
    Map<AccountId, List<Called>> byAccount = calls.stream().collect(groupingBy(Called::accountId));
    Timestamp now = Timestamp.from(time.instant());
    // MySQL assigns from left to right: health_at comes last.
    jdbc.batchUpdate(
        """
        update account set
          health_good = health_good
            * pow(0.5, greatest(0, timestampdiff(microsecond, health_at, :now)) / :halfLife) + :good,
          health_seen = health_seen
            * pow(0.5, greatest(0, timestampdiff(microsecond, health_at, :now)) / :halfLife) + :seen,
          health_at = greatest(health_at, :now)
        where tenant_id = :tenant and id = :id
        """,
        byAccount.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(AccountOrder.BY_ID))
            .map(
                entry ->
                    new MapSqlParameterSource("now", now)
                        .addValue("halfLife", settings.healthHalfLife().toMillis() * 1000)
                        .addValue("good", entry.getValue().stream().mapToDouble(Called::good).sum())
                        .addValue("seen", entry.getValue().size())
                        .addValue("tenant", tenant.value())
                        .addValue("id", entry.getKey().value()))
            .toArray(SqlParameterSource[]::new));
  }

  /**
   * @param pushBack how long the account shall rest, zero: not at all
   */
  public record Called(AccountId accountId, Experience experience, Duration pushBack) {
    double good() {
      return experience.good();
    }
  }

  /** How a call went. */
  public enum Experience {
    ACCEPTED(1),
    REFUSED(0.5),
    UNKNOWN(0.5),
    PUSHED_BACK(0);

    private final double good;

    Experience(double good) {
      this.good = good;
    }

    double good() {
      return good;
    }
  }
}
