package io.qunfa.data.recheck;

import io.qunfa.channel.Channel;
import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.Exemption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads where jobs stand, from the counts; no recipient is touched. */
@Component
class ReadStandings {
  private final JdbcClient jdbc;

  ReadStandings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Jobs that the ledger does not know are left out. */
  Map<JobId, JobStanding> read(TenantId tenant, Collection<JobId> jobs) {
    Map<JobId, JobStanding> found = new HashMap<>();
    jdbc.sql(
            """
            select j.campaign_id, j.job_no, s.corp_id, s.channel, s.any_hour, s.uncapped,
              j.counted_on, j.policy_version, j.suppression_mark,
              sum(if(c.state = 'PLANNED', c.n, 0)) planned,
              sum(if(c.state in ('ISSUED', 'UNKNOWN'), c.n, 0)) undecided
            from ledger_job j
              join audience_snapshot s
                on s.tenant_id = j.tenant_id and s.campaign_id = j.campaign_id
              join recipient_count c
                on c.tenant_id = j.tenant_id and c.campaign_id = j.campaign_id
                  and c.job_no = j.job_no
            where (j.tenant_id, j.campaign_id, j.job_no) in (:jobs)
            group by j.tenant_id, j.campaign_id, j.job_no
            """)
        .param(
            "jobs",
            jobs.stream()
                .map(job -> new Object[] {tenant.value(), job.campaignId().value(), job.jobNo()})
                .toList())
        .query(
            row -> {
              found.put(
                  new JobId(new CampaignId(row.getLong("campaign_id")), row.getInt("job_no")),
                  standing(row));
            });
    return found;
  }

  private static JobStanding standing(ResultSet row) throws SQLException {
    return new JobStanding(
        new CorpId(row.getString("corp_id")),
        Channel.of(row.getString("channel")),
        new Exemption(row.getBoolean("any_hour"), row.getBoolean("uncapped")),
        checked(row),
        row.getLong("planned"),
        row.getLong("undecided"));
  }

  static CheckedAgainst checked(ResultSet row) throws SQLException {
    return new CheckedAgainst(
        LocalDate.parse(row.getString("counted_on")),
        row.getInt("policy_version"),
        row.getLong("suppression_mark"));
  }
}
