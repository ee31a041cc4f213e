package io.qunfa.task.followup;

import io.qunfa.job.ClaimMsgid;
import io.qunfa.job.ClaimMsgid.Verdict;
import io.qunfa.job.TakenMsgids;
import java.time.Clock;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides whose a sending is that was found at the channel. The unique key of send_job is what
 * decides between two that claim at once.
 */
@Component
class FoundMsgids {
  private final JdbcClient jdbc;
  private final Clock clock;

  FoundMsgids(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** An UNKNOWN job's own claim is not final and does not count. */
  List<String> taken(TakenMsgids ask) {
    if (ask.msgids().isEmpty()) {
      return List.of();
    }
    // Finds them by one_job_per_msgid.
    return jdbc.sql(
            """
            select msgid from send_job
            where tenant_id = :tenant and corp_id = :corp and msgid in (:msgids)
              and status <> 'UNKNOWN'
            """)
        .param("tenant", ask.tenantId().value())
        .param("corp", ask.corpId().value())
        .param("msgids", ask.msgids())
        .query(String.class)
        .list();
  }

  /** One statement, so it needs no transaction of its own; asking again answers the same. */
  Verdict claim(ClaimMsgid claim) {
    try {
      int claimed =
          jdbc.sql(
                  """
                  update send_job set msgid = :msgid, changed_at = :now
                  where tenant_id = :tenant and campaign_id = :campaign and job_no = :jobNo
                    and status = 'UNKNOWN' and epoch = :epoch
                    and (msgid is null or msgid = :msgid)
                  """)
              .param("msgid", claim.msgid())
              .param("now", clock.instant())
              .param("tenant", claim.tenantId().value())
              .param("campaign", claim.campaignId().value())
              .param("jobNo", claim.jobNo())
              .param("epoch", claim.epoch())
              .update();
      return claimed == 1 ? Verdict.YOURS : Verdict.SETTLED;
    } catch (DuplicateKeyException another) {
      return Verdict.ANOTHERS;
    }
  }
}
