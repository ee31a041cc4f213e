package io.qunfa.data.recheck;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.data.ledger.JobRecord;
import io.qunfa.data.protection.ContactLoads;
import io.qunfa.data.protection.Room;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Excludes those planned recipients of a job who may no longer be written to, and writes down
 * against what was checked. Done twice it finds nothing more to do.
 */
@Component
class ExcludeFromJob {
  private static final Logger log = LoggerFactory.getLogger(ExcludeFromJob.class);

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final ContactLoads loads;
  private final MeterRegistry meters;

  ExcludeFromJob(JdbcTemplate batches, ContactLoads loads, MeterRegistry meters) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
    this.loads = loads;
    this.meters = meters;
  }

  /** What the recipients are checked against now. */
  record Check(CheckedAgainst against, Room room, Instant now) {}

  /**
   * Belongs into a transaction.
   *
   * @return how many are left
   */
  long exclude(TenantId tenant, JobId id, JobStanding standing, Check check) {
    JobRecord job = JobRecord.lock(batches, tenant, id.campaignId(), id.jobNo(), check.now());
    Map<String, List<String>> excluded = new TreeMap<>();
    List<String> suppressed = suppressed(tenant, id, standing);
    job.exclude(ExclusionReason.SUPPRESSED, suppressed, true);
    excluded.put(ExclusionReason.SUPPRESSED.name(), suppressed);
    if (!isCountedUnder(standing.checked(), check.against())) {
      job.giveBackPlanned();
      loads.count(tenant, standing.corpId(), id.campaignId(), check.room(), job.planned());
      Map<String, List<String>> uncounted =
          loads.uncounted(tenant, standing.corpId(), id.campaignId(), check.room(), job.planned());
      uncounted.forEach((reason, ids) -> job.exclude(ExclusionReason.valueOf(reason), ids, false));
      excluded.putAll(uncounted);
    }
    writeDown(tenant, id, check.against());
    job.writeCounts();
    tell(id, excluded);
    return job.in(RecipientState.PLANNED);
  }

  private static boolean isCountedUnder(CheckedAgainst before, CheckedAgainst now) {
    return before.day().equals(now.day()) && before.policyVersion() == now.policyVersion();
  }

  /**
   * From the job's side: a job is at most some thousand rows, a corp's suppressions may be many.
   */
  private List<String> suppressed(TenantId tenant, JobId id, JobStanding standing) {
    if (standing.planned() == 0) {
      return List.of();
    }
    return jdbc.sql(
            """
            select straight_join r.external_userid
            from recipient r
              join suppression x force index (primary)
                on x.tenant_id = r.tenant_id and x.corp_id = :corp
                  and x.external_userid = r.external_userid
            where r.tenant_id = :tenant and r.campaign_id = :campaign and r.job_no = :job
              and r.state = 'PLANNED'
            """)
        .param("corp", standing.corpId().value())
        .param("tenant", tenant.value())
        .param("campaign", id.campaignId().value())
        .param("job", id.jobNo())
        .query(String.class)
        .list();
  }

  private void writeDown(TenantId tenant, JobId id, CheckedAgainst against) {
    jdbc.sql(
            """
            update ledger_job
            set counted_on = :day, policy_version = :version, suppression_mark = :mark
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            """)
        .param("day", against.day().toString())
        .param("version", against.policyVersion())
        .param("mark", against.suppressionMark())
        .param("tenant", tenant.value())
        .param("campaign", id.campaignId().value())
        .param("job", id.jobNo())
        .update();
  }

  private void tell(JobId id, Map<String, List<String>> excluded) {
    excluded.forEach(
        (reason, ids) -> {
          if (!ids.isEmpty()) {
            log.info(
                "{} recipients of job {} are excluded before it leaves: {}",
                ids.size(),
                id,
                reason);
            meters
                .counter("mass.protection.excluded", "reason", reason.toLowerCase(Locale.ROOT))
                .increment(ids.size());
          }
        });
  }
}
