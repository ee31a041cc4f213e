package io.qunfa.task.job;

import io.qunfa.channel.Channel;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.task.store.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs that gave up. Their recipients stay PLANNED, and this list explains why. */
@RestController
@RequestMapping("/api/v1/dead-letters")
class DeadLetters {
  private final JdbcClient jdbc;

  DeadLetters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param id {@code {campaignId}-{jobNo}}
   * @param code the channel's error number, 0 if the channel was not asked
   */
  record DeadLetter(
      String id,
      CampaignId campaignId,
      int jobNo,
      Channel channel,
      AccountId accountId,
      int recipients,
      int deferrals,
      int code,
      @Nullable String evidence,
      Instant diedAt) {}

  /** Oldest campaign first. */
  @GetMapping
  Page<DeadLetter> list(
      Caller caller,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    int size = Math.clamp(limit, 1, Page.MAX_LIMIT);
    long[] after = position(cursor);
    List<DeadLetter> found =
        jdbc.sql(
                """
                select campaign_id, job_no, channel, account_id, recipients, deferrals, code,
                  evidence, changed_at
                from send_job
                where status = 'DEAD' and tenant_id = :tenant
                  and (campaign_id, job_no) > (:campaign, :jobNo)
                order by campaign_id, job_no
                limit :size
                """)
            .param("tenant", caller.tenantId().value())
            .param("campaign", after[0])
            .param("jobNo", after[1])
            .param("size", size + 1)
            .query(DeadLetters::deadLetter)
            .list();
    boolean more = found.size() > size;
    List<DeadLetter> page = more ? found.subList(0, size) : found;
    return new Page<>(page, more ? page.getLast().id() : null);
  }

  private static long[] position(@Nullable String cursor) {
    if (cursor == null) {
      return new long[] {0, 0};
    }
    String[] parts = cursor.split("-", -1);
    try {
      if (parts.length == 2) {
        return new long[] {Long.parseLong(parts[0]), Integer.parseInt(parts[1])};
      }
    } catch (NumberFormatException notOurs) {
      throw Cursor.notOurs(cursor);
    }
    throw Cursor.notOurs(cursor);
  }

  private static DeadLetter deadLetter(ResultSet row, int number) throws SQLException {
    long campaign = row.getLong("campaign_id");
    int jobNo = row.getInt("job_no");
    return new DeadLetter(
        campaign + "-" + jobNo,
        new CampaignId(campaign),
        jobNo,
        Channel.of(row.getString("channel")),
        new AccountId(row.getLong("account_id")),
        row.getInt("recipients"),
        row.getInt("deferrals"),
        row.getInt("code"),
        row.getString("evidence"),
        Columns.instant(row, "changed_at"));
  }
}
