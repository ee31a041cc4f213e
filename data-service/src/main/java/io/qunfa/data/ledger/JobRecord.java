package io.qunfa.data.ledger;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.channel.Channel;
import io.qunfa.data.protection.ContactLoads;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The recipients of one job, locked by their counts until the transaction ends. Every change is
 * guarded by the state it starts from, and counted; {@link #writeCounts} must follow in the same
 * transaction. Whoever ends unwritten-to is given back to what his contact may be sent that day.
 */
public final class JobRecord {
  private static final int IDS_AT_A_TIME = 1000;

  /** Nothing reached the contact. */
  private static final Set<RecipientState> UNWRITTEN =
      EnumSet.of(
          RecipientState.EXCLUDED,
          RecipientState.REFUSED,
          RecipientState.CANCELLED,
          RecipientState.EXPIRED,
          RecipientState.NOT_A_CONTACT,
          RecipientState.OVER_QUOTA);

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final TenantId tenant;
  private final CampaignId campaign;
  private final int jobNo;
  private final Timestamp at;
  private final Map<RecipientState, Long> counts = new EnumMap<>(RecipientState.class);
  private final Map<RecipientState, Long> changes = new EnumMap<>(RecipientState.class);
  private final Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
  private final ContactLoads loads;
  private boolean owing;
  private @Nullable Counted counted;

  private JobRecord(
      JdbcTemplate batches, TenantId tenant, CampaignId campaign, int jobNo, Instant at) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
    this.loads = new ContactLoads(batches);
    this.tenant = tenant;
    this.campaign = campaign;
    this.jobNo = jobNo;
    this.at = Timestamp.from(at);
  }

  /**
   * @param at what the changed rows say about when
   */
  public static JobRecord lock(
      JdbcTemplate batches, TenantId tenant, CampaignId campaign, int jobNo, Instant at) {
    JobRecord job = new JobRecord(batches, tenant, campaign, jobNo, at);
    job.lockCounts();
    return job;
  }

  /**
   * Whoever ends unwritten-to is given back later, without a lock on his contact now. So it is too
   * while the corp has such debts: its contacts are likely to be locked still.
   */
  void oweWhatIsGivenBack() {
    owing = true;
  }

  /** How the job's recipients are counted in {@code contact_load}. */
  private record Counted(CorpId corp, Channel channel, LocalDate day) {}

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
    for (List<String> ids : parts(externalUserIds)) {
      for (RecipientState state : from) {
        if (anyIn(state)) {
          changed(state, next, update(state, next, code, ids));
        }
      }
    }
  }

  public long in(RecipientState state) {
    return counts.getOrDefault(state, 0L);
  }

  /** Those who are planned, as rows for {@link ContactLoads}. */
  public ContactLoads.Source planned() {
    return rows(RecipientState.PLANNED, List.of());
  }

  /** Takes back what is counted for the planned ones, who are to be counted anew. */
  public void giveBackPlanned() {
    giveBack(planned());
  }

  /**
   * These planned ones are not written to after all.
   *
   * @param isCounted whether they are counted still
   */
  public void exclude(ExclusionReason reason, List<String> externalUserIds, boolean isCounted) {
    for (List<String> ids : parts(externalUserIds)) {
      if (isCounted) {
        giveBack(rows(RecipientState.PLANNED, ids));
      }
      int rows =
          jdbc.sql(
                  """
                  update recipient set state = 'EXCLUDED', reason = :reason, updated_at = :at
                  where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
                    and state = 'PLANNED' and external_userid in (:ids)
                  """)
              .param("reason", reason.name())
              .param("at", at)
              .param("tenant", tenant.value())
              .param("campaign", campaign.value())
              .param("job", jobNo)
              .param("ids", ids)
              .update();
      counts.merge(RecipientState.PLANNED, (long) -rows, Long::sum);
      counts.merge(RecipientState.EXCLUDED, (long) rows, Long::sum);
      changes.merge(RecipientState.PLANNED, (long) -rows, Long::sum);
      excluded.merge(reason, (long) rows, Long::sum);
    }
  }

  /**
   * Writes what has changed.
   *
   * @return recipients that came into each state
   */
  public Map<RecipientState, Long> writeCounts() {
    changes.values().removeIf(change -> change == 0);
    List<Object[]> rows = new ArrayList<>();
    changes.forEach((state, change) -> rows.add(count(state, "", change)));
    excluded.forEach(
        (reason, change) -> rows.add(count(RecipientState.EXCLUDED, reason.name(), change)));
    if (!rows.isEmpty()) {
      batches.batchUpdate(
          """
          insert into recipient_count (tenant_id, campaign_id, job_no, state, reason, n)
          values (?, ?, ?, ?, ?, ?)
          on duplicate key update n = n + values(n)
          """,
          rows);
    }
    return changes;
  }

  private Object[] count(RecipientState state, String reason, long change) {
    return new Object[] {tenant.value(), campaign.value(), jobNo, state.name(), reason, change};
  }

  private static List<List<String>> parts(List<String> ids) {
    List<List<String>> parts = new ArrayList<>();
    for (int start = 0; start < ids.size(); start += IDS_AT_A_TIME) {
      parts.add(ids.subList(start, Math.min(start + IDS_AT_A_TIME, ids.size())));
    }
    return parts;
  }

  /** The job's rows in a state, or those of these ids. */
  private ContactLoads.Source rows(RecipientState state, List<String> ids) {
    List<Object> values =
        new ArrayList<>(List.of(tenant.value(), campaign.value(), jobNo, state.name()));
    values.addAll(ids);
    return new ContactLoads.Source(
        "recipient",
        "s.tenant_id = ? and s.campaign_id = ? and s.job_no = ? and s.state = ?"
            + (ids.isEmpty()
                ? ""
                : " and s.external_userid in (?" + ", ?".repeat(ids.size() - 1) + ")"),
        values);
  }

  private void giveBack(ContactLoads.Source rows) {
    Counted how = counted();
    loads.giveBack(tenant, how.corp(), how.day(), how.channel(), rows);
  }

  private void giveBackInTime(ContactLoads.Source rows) {
    Counted how = counted();
    if (owing || loads.isOwing(tenant, how.corp())) {
      loads.owe(tenant, how.corp(), campaign, how.day(), how.channel(), rows);
    } else {
      giveBack(rows);
    }
  }

  private Counted counted() {
    Counted known = counted;
    if (known == null) {
      known =
          jdbc.sql(
                  """
                  select s.corp_id, s.channel, j.counted_on
                  from audience_snapshot s
                    join ledger_job j on j.tenant_id = s.tenant_id and j.campaign_id = s.campaign_id
                  where s.tenant_id = :tenant and s.campaign_id = :campaign and j.job_no = :job
                  """)
              .param("tenant", tenant.value())
              .param("campaign", campaign.value())
              .param("job", jobNo)
              .query(
                  (row, number) ->
                      new Counted(
                          new CorpId(row.getString(1)),
                          Channel.of(row.getString(2)),
                          LocalDate.parse(row.getString(3))))
              .single();
      counted = known;
    }
    return known;
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
              counts.merge(RecipientState.valueOf(row.getString(1)), row.getLong(2), Long::sum);
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
    if (UNWRITTEN.contains(next)) {
      giveBackInTime(rows(from, externalUserIds == null ? List.of() : externalUserIds));
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
