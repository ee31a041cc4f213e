package io.qunfa.task.followup;

import io.qunfa.job.FollowUp;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes back a question that an executor could not put to the channel: due again when the channel
 * may be called, and not counted as asked, so that it does not come up ever more rarely. One that
 * was changed, ended, handed back or claimed by another meanwhile stays as it is. Where it was left
 * is kept for the next claim; a place too long to be kept is none, and the answer is read anew.
 */
@Component
class TakeBackFollowUp {
  private static final int LONGEST_CURSOR = 1000;

  private final JdbcClient jdbc;
  private final Clock clock;

  TakeBackFollowUp(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** One statement, so it needs no transaction of its own. */
  void takeBack(FollowUp.HandBack handBack) {
    Instant due = clock.instant().plus(handBack.retryAfter());
    FollowUp.Position position = handBack.position();
    jdbc.sql(
            """
            update follow_up set asked = greatest(asked, 1) - 1, leased_until = null, due_at = :due,
              next_page = :nextPage, seen_open = :seenOpen
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :jobNo
              and kind = :kind and leased_until <= :lease
            """)
        .param("due", due)
        .param("nextPage", position == null ? null : storable(position.cursor()))
        .param("seenOpen", position != null && position.open())
        // The column keeps milliseconds, rounded.
        .param("lease", handBack.leaseUntil().plusMillis(1))
        .param("tenant", handBack.tenantId().value())
        .param("campaign", handBack.campaignId().value())
        .param("jobNo", handBack.jobNo())
        .param("kind", handBack.kind().name())
        .update();
  }

  private static @Nullable String storable(String cursor) {
    return cursor.length() <= LONGEST_CURSOR ? cursor : null;
  }
}
