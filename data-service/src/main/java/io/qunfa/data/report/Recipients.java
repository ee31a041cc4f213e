package io.qunfa.data.report;

import io.qunfa.audience.ExclusionReason;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.paging.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The recipients of a campaign in the order of the ledger's key, a page at a time. */
@Component
final class Recipients {
  private final JdbcClient jdbc;

  Recipients(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean any(TenantId tenant, CampaignId campaign) {
    return jdbc.sql(
            """
            select 1 from audience_snapshot where tenant_id = :tenant and campaign_id = :campaign
            """)
        .param("tenant", tenant.value())
        .param("campaign", campaign.value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  Page<RecipientLine> page(
      TenantId tenant,
      CampaignId campaign,
      Optional<RecipientState> state,
      RecipientCursor after,
      int limit) {
    // The counts name the jobs in which a state occurs: no walk through a million others.
    String jobsWithState =
        state.isEmpty()
            ? ""
            : """
              and r.state = :state
              and r.job_no in (
                select c.job_no from recipient_count c
                where c.tenant_id = :tenant and c.campaign_id = :campaign
                  and c.state = :state and c.n > 0)
              """;
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                """
                select r.job_no, r.external_userid, c.name, j.account_id, j.member_userid, r.state,
                  r.reason, r.code, r.updated_at
                from (
                    select r.* from recipient r
                    where r.tenant_id = :tenant and r.campaign_id = :campaign
                      and (r.job_no > :job or r.job_no = :job and r.external_userid > :id)
                      %s
                    order by r.job_no, r.external_userid
                    limit :limit) r
                  join audience_snapshot s
                    on s.tenant_id = r.tenant_id and s.campaign_id = r.campaign_id
                  left join ledger_job j
                    on j.tenant_id = r.tenant_id and j.campaign_id = r.campaign_id
                      and j.job_no = r.job_no
                  left join contact c
                    on c.tenant_id = s.tenant_id and c.corp_id = s.corp_id
                      and c.external_userid = r.external_userid
                order by r.job_no, r.external_userid
                """
                    .formatted(jobsWithState))
            .param("tenant", tenant.value())
            .param("campaign", campaign.value())
            .param("job", after.jobNo())
            .param("id", after.externalUserId())
            .param("limit", limit + 1);
    if (state.isPresent()) {
      statement = statement.param("state", state.get().name());
    }
    List<Placed> rows = statement.query((row, number) -> placed(row)).list();
    boolean more = rows.size() > limit;
    List<Placed> given = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        given.stream().map(Placed::line).toList(), more ? given.getLast().cursor().text() : null);
  }

  private static Placed placed(ResultSet row) throws SQLException {
    String reason = row.getString("reason");
    String id = row.getString("external_userid");
    RecipientLine line =
        new RecipientLine(
            id,
            row.getString("name"),
            account(row),
            row.getString("member_userid"),
            RecipientState.valueOf(row.getString("state")),
            reason == null ? null : ExclusionReason.valueOf(reason),
            null,
            null,
            row.getObject("code", Integer.class),
            row.getTimestamp("updated_at").toInstant());
    return new Placed(new RecipientCursor(row.getInt("job_no"), id), line);
  }

  private static @Nullable AccountId account(ResultSet row) throws SQLException {
    Long account = row.getObject("account_id", Long.class);
    return account == null ? null : new AccountId(account);
  }

  private record Placed(RecipientCursor cursor, RecipientLine line) {}
}
