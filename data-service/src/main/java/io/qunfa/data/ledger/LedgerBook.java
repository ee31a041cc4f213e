package io.qunfa.data.ledger;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The opening of a campaign's ledger. Everything that writes belongs into the transaction of the
 * freeze.
 */
@Component
public final class LedgerBook {
  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  LedgerBook(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
  }

  /**
   * Makes the caller the one who freezes this campaign, waiting for another who is at it.
   *
   * @return false if it is frozen already
   */
  public boolean open(Opening opening) {
    return jdbc.sql(
                """
                insert ignore into audience_snapshot
                  (tenant_id, campaign_id, corp_id, targeted, frozen_at, channel, any_hour, uncapped)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
            .params(snapshot(opening, 0))
            .update()
        == 1;
  }

  /** Which of these are frozen already. */
  public Set<CampaignId> opened(TenantId tenant, Collection<CampaignId> campaigns) {
    return jdbc
        .sql(
            """
            select campaign_id from audience_snapshot
            where tenant_id = :tenant and campaign_id in (:campaigns)
            """)
        .param("tenant", tenant.value())
        .param("campaigns", campaigns.stream().map(CampaignId::value).toList())
        .query((row, number) -> new CampaignId(row.getLong(1)))
        .list()
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Writes the numbers of a campaign whose recipients are written. */
  public void close(
      TenantId tenant, CampaignId campaign, FrozenAudience audience, CheckedAgainst checked) {
    jdbc.sql(
            """
            update audience_snapshot set targeted = :targeted
            where tenant_id = :tenant and campaign_id = :campaign
            """)
        .param("targeted", audience.targeted())
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .update();
    writeJobs(tenant, Map.of(campaign, new Checked(audience, checked)));
  }

  /**
   * Writes many small campaigns whole: snapshots, recipients, jobs, counts.
   *
   * @throws org.springframework.dao.DuplicateKeyException if another has just frozen one of them
   */
  public void writeAll(List<SmallCampaign> campaigns) {
    batches.batchUpdate(
        """
        insert into audience_snapshot
          (tenant_id, campaign_id, corp_id, targeted, frozen_at, channel, any_hour, uncapped)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        campaigns.stream()
            .map(each -> snapshot(each.opening(), each.audience().targeted()))
            .toList());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (SmallCampaign campaign : campaigns) {
      Opening opening = campaign.opening();
      Timestamp at = Timestamp.from(opening.now());
      campaign
          .recipients()
          .forEach(one -> rows.add(row(opening.tenantId(), opening.campaignId(), one, at)));
    }
    batches.batchUpdate(
        """
        insert into recipient
          (tenant_id, campaign_id, job_no, external_userid, state, reason, updated_at)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
    campaigns.stream()
        .collect(Collectors.groupingBy(each -> each.opening().tenantId()))
        .forEach(
            (tenant, each) ->
                writeJobs(
                    tenant,
                    each.stream()
                        .collect(
                            Collectors.toMap(
                                one -> one.opening().campaignId(),
                                one -> new Checked(one.audience(), one.checked())))));
  }

  /** A campaign that is written whole. */
  public record SmallCampaign(
      Opening opening,
      FrozenAudience audience,
      List<PlannedRecipient> recipients,
      CheckedAgainst checked) {
    public SmallCampaign {
      recipients = List.copyOf(recipients);
    }
  }

  private record Checked(FrozenAudience audience, CheckedAgainst against) {}

  private static Object[] snapshot(Opening opening, long targeted) {
    return new Object[] {
      opening.tenantId().value(),
      opening.campaignId().value(),
      opening.corpId().value(),
      targeted,
      Timestamp.from(opening.now()),
      opening.channel().text(),
      opening.exemption().quietHours(),
      opening.exemption().frequencyCap()
    };
  }

  /** What was frozen, read back. */
  public FrozenAudience frozen(TenantId tenant, CampaignId campaign) {
    long targeted =
        jdbc.sql(
                """
                select targeted from audience_snapshot
                where tenant_id = :tenant and campaign_id = :campaign
                """)
            .param("tenant", tenant.value())
            .param("campaign", campaign.value())
            .query(Long.class)
            .single();
    Map<ExclusionReason, Long> excluded =
        jdbc
            .sql(
                """
                select reason, n from recipient_count
                where tenant_id = :tenant and campaign_id = :campaign and job_no = 0
                  and state = 'EXCLUDED'
                """)
            .param("tenant", tenant.value())
            .param("campaign", campaign.value())
            .query(
                (row, number) ->
                    Map.entry(ExclusionReason.valueOf(row.getString(1)), row.getLong(2)))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    List<FrozenAudience.PlannedJob> jobs =
        jobs(tenant, campaign).stream()
            .map(
                job ->
                    new FrozenAudience.PlannedJob(
                        job.jobNo(), job.accountId(), job.memberUserid(), job.recipients()))
            .toList();
    long planned = jobs.stream().mapToLong(FrozenAudience.PlannedJob::recipients).sum();
    return new FrozenAudience(targeted, excluded, planned, jobs);
  }

  List<LedgerJob> jobs(TenantId tenant, CampaignId campaign) {
    return jdbc.sql(
            """
            select job_no, account_id, member_userid, recipients from ledger_job
            where tenant_id = :tenant and campaign_id = :campaign order by job_no
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(
            (row, number) ->
                new LedgerJob(
                    row.getInt(1), new AccountId(row.getLong(2)), row.getString(3), row.getInt(4)))
        .list();
  }

  private void writeJobs(TenantId tenant, Map<CampaignId, Checked> audiences) {
    List<Object[]> jobs = new ArrayList<>();
    List<Object[]> counts = new ArrayList<>();
    audiences.forEach(
        (campaign, written) -> {
          FrozenAudience audience = written.audience();
          CheckedAgainst checked = written.against();
          for (FrozenAudience.PlannedJob job : audience.jobs()) {
            jobs.add(
                new Object[] {
                  tenant.value(),
                  campaign.value(),
                  job.jobNo(),
                  job.accountId().value(),
                  job.memberUserid(),
                  job.recipients(),
                  checked.day().toString(),
                  checked.policyVersion(),
                  checked.suppressionMark()
                });
            counts.add(
                count(tenant, campaign, job.jobNo(), RecipientState.PLANNED, "", job.recipients()));
          }
          audience
              .excluded()
              .forEach(
                  (reason, n) ->
                      counts.add(
                          count(tenant, campaign, 0, RecipientState.EXCLUDED, reason.name(), n)));
        });
    if (!jobs.isEmpty()) {
      batches.batchUpdate(
          """
          insert into ledger_job
            (tenant_id, campaign_id, job_no, account_id, member_userid, recipients, counted_on,
             policy_version, suppression_mark)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          jobs);
    }
    if (!counts.isEmpty()) {
      batches.batchUpdate(
          """
          insert into recipient_count (tenant_id, campaign_id, job_no, state, reason, n)
          values (?, ?, ?, ?, ?, ?)
          """,
          counts);
    }
  }

  private static Object[] count(
      TenantId tenant,
      CampaignId campaign,
      int jobNo,
      RecipientState state,
      String reason,
      long n) {
    return new Object[] {tenant.value(), campaign.value(), jobNo, state.name(), reason, n};
  }

  private static @Nullable Object[] row(
      TenantId tenant, CampaignId campaign, PlannedRecipient recipient, Timestamp at) {
    ExclusionReason excluded = recipient.excluded();
    return new @Nullable Object[] {
      tenant.value(),
      campaign.value(),
      recipient.jobNo(),
      recipient.externalUserId(),
      excluded == null ? RecipientState.PLANNED.name() : RecipientState.EXCLUDED.name(),
      excluded == null ? null : excluded.name(),
      at
    };
  }
}
