package io.qunfa.data.ledger;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The recipients of one job, locked by their counts until the transaction ends. Every change is
 * guarded by the state it starts from, and counted; {@link #writeCounts} must follow in the same
 * transaction.
 */
final class JobRecord {
  private static final int IDS_AT_A_TIME = 1000;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final TenantId tenant;
  private final CampaignId campaign;
  private final int jobNo;
  private final Timestamp at;
  private final Map<RecipientState, Long> counts = new EnumMap<>(RecipientState.class);
  private final Map<RecipientState, Long> changes = new EnumMap<>(RecipientState.class);

  private JobRecord(
      JdbcTemplate batches, TenantId tenant, CampaignId campaign, int jobNo, Instant at) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
    this.tenant = tenant;
    this.campaign = campaign;
    this.jobNo = jobNo;
    this.at = Timestamp.from(at);
  }

  /**
   * @param at what the changed rows say about when
   */
  static JobRecord lock(
      JdbcTemplate batches, TenantId tenant, CampaignId campaign, int jobNo, Instant at) {
    JobRecord job = new JobRecord(batches, tenant, campaign, jobNo, at);
    job.lockCounts();
    return job;
  }

  boolean exists() {
    return !counts.isEmpty();
  }

  /** What may become {@code next} and is in one of these states does. */
  void all(Collection<RecipientState> from, RecipientState next, @Nullable Integer code) {
    for (RecipientState state : from) {
      if (anyIn(state)) {
        changed(state, next, update(state, next, code, null));
      }
    }
  }

  /** The same for these recipients only; ids that are not of this job are passed over. */
  void these(
      Collection<RecipientState> from,
      RecipientState next,
      @Nullable Integer code,
      List<String> externalUserIds) {
    for (int start = 0; start < externalUserIds.size(); start += IDS_AT_A_TIME) {
      List<String> ids =
          externalUserIds.subList(start, Math.min(start + IDS_AT_A_TIME, externalUserIds.size()));
      for (RecipientState state : from) {
        if (anyIn(state)) {
          changed(state, next, update(state, next, code, ids));
        }
      }
    }
  }

  /**
   * Writes what has changed.
   *
   * @return recipients that came into each state
   */
  Map<RecipientState, Long> writeCounts() {
    changes.values().removeIf(change -> change == 0);
    if (!changes.isEmpty()) {
      batches.batchUpdate(
          """
          insert into recipient_count (tenant_id, campaign_id, job_no, state, n)
          values (?, ?, ?, ?, ?)
          on duplicate key update n = n + values(n)
          """,
          changes.entrySet().stream()
              .map(
                  change ->
                      new Object[] {
                        tenant.value(),
                        campaign.value(),
                        jobNo,
                        change.getKey().name(),
                        change.getValue()
                      })
              .toList());
    }
    return changes;
  }

  private void lockCounts() {
    jdbc.sql(
            """
            select state, n from recipient_count
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            for update
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .param("job", jobNo)
        .query(
            row -> {
              counts.put(RecipientState.valueOf(row.getString(1)), row.getLong(2));
            });
  }

  private boolean anyIn(RecipientState state) {
    return counts.getOrDefault(state, 0L) > 0;
  }

  private int update(
      RecipientState from,
      RecipientState next,
      @Nullable Integer code,
      @Nullable List<String> externalUserIds) {
    if (!from.mayBecome(next)) {
      throw new IllegalArgumentException(from + " may not become " + next);
    }
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                """
                update recipient set state = :next, code = :code, updated_at = :at
                where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                  and state = :from
                """
                    + (externalUserIds == null ? "" : " and external_userid in (:ids)"))
            .param("next", next.name())
            .param("code", code)
            .param("at", at)
            .param("tenant", tenant.value())
            .param("campaign", campaign.value())
            .param("job", jobNo)
            .param("from", from.name());
    return (externalUserIds == null ? statement : statement.param("ids", externalUserIds)).update();
  }

  private void changed(RecipientState from, RecipientState next, long rows) {
    for (Map<RecipientState, Long> each : List.of(counts, changes)) {
      each.merge(from, -rows, Long::sum);
      each.merge(next, rows, Long::sum);
    }
  }
}
