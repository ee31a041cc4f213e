package io.qunfa.task.lane;

import io.qunfa.task.stepping.Step;
import io.qunfa.task.stepping.StepName;
import io.qunfa.task.stepping.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The deadline of jobs that wait: whatever put their lane to rest without a time (a resume that
 * dispatch did not see yet, say), it is looked at again. A lane that is only full is looked at in
 * vain and rests on.
 */
final class WakeForgottenLanes implements Step {
  private static final Logger log = LoggerFactory.getLogger(WakeForgottenLanes.class);

  private final JdbcClient jdbc;
  private final Wakes wakes;
  private final Clock clock;

  WakeForgottenLanes(JdbcClient jdbc, Wakes wakes, Clock clock) {
    this.jdbc = jdbc;
    this.wakes = wakes;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    Instant now = clock.instant();
    List<Object[]> forgotten = forgotten(now);
    if (!forgotten.isEmpty()) {
      jdbc.sql(
              """
              update lane set next_due_at = :now
              where (tenant_id, account_id) in (:lanes) and next_due_at is null
              """)
          .param("now", now)
          .param("lanes", forgotten)
          .update();
      log.debug("{} resting lanes in which jobs wait are looked at again", forgotten.size());
      wakes.now(StepName.DISPATCH_DUE_LANES);
    }
    return false;
  }

  /** Without locks; by_lane is entered at the ready jobs of one lane and left at the first fit. */
  private List<Object[]> forgotten(Instant now) {
    return jdbc.sql(
            """
            select l.tenant_id, l.account_id from lane l
            where l.next_due_at is null
              and exists (select 1 from send_job j force index (by_lane)
                left join campaign c on c.tenant_id = j.tenant_id
                  and c.campaign_id = j.campaign_id
                where j.status = 'READY' and j.tenant_id = l.tenant_id
                  and j.account_id = l.account_id
                  and (c.campaign_id is null
                    or (c.status = 'RUNNING' and (c.expire_at is null or c.expire_at > :now))))
            order by l.tenant_id, l.account_id
            """)
        .param("now", now)
        .query((row, number) -> new Object[] {row.getLong(1), row.getLong(2)})
        .list();
  }
}
