package io.qunfa.data.recheck;

import io.micrometer.core.instrument.MeterRegistry;
import io.qunfa.audience.ExclusionReason;
import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.data.ledger.JobRecord;
import io.qunfa.data.protection.ContactLoads;
import io.qunfa.data.protection.Room;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.protection.ProtectJobs.Ask;
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

  /** What came of it. */
  sealed interface Look {
    /** So many are left to send to. */
    record Left(long planned) implements Look {}

    /** The channel may have some of them, so nobody is excluded and nothing written down. */
    record Undecided() implements Look {}

    /** Others know of a later dispatch, day or policy; nobody is excluded. */
    record Overtaken() implements Look {}
  }

  /** Where a job stands, read under its lock. */
  private record Stamp(CheckedAgainst checked, int dispatchSeen) {}

  /** Belongs into a transaction. Whatever was read before it may be another thing by now. */
  Look exclude(TenantId tenant, Ask ask, CorpId corp, Check check) {
    JobId id = ask.jobId();
    JobRecord job = JobRecord.lock(batches, tenant, id.campaignId(), id.jobNo(), check.now());
    Stamp stamp = lockStamp(tenant, id);
    if (job.in(RecipientState.UNKNOWN) + job.in(RecipientState.ISSUED) > 0) {
      return new Look.Undecided();
    }
    if (ask.epoch() < stamp.dispatchSeen() || check.against().isBehind(stamp.checked())) {
      return new Look.Overtaken();
    }
    if (job.in(RecipientState.PLANNED) > 0) {
      excludePlanned(tenant, id, corp, check, job, stamp);
    }
    writeDown(tenant, ask, check.against());
    return new Look.Left(job.in(RecipientState.PLANNED));
  }

  private void excludePlanned(
      TenantId tenant, JobId id, CorpId corp, Check check, JobRecord job, Stamp stamp) {
    Map<String, List<String>> excluded = new TreeMap<>();
    List<String> suppressed = suppressed(tenant, id, corp);
    job.exclude(ExclusionReason.SUPPRESSED, suppressed, true);
    excluded.put(ExclusionReason.SUPPRESSED.name(), suppressed);
    if (!stamp.checked().countsAs(check.against())) {
      job.giveBackPlanned();
      loads.count(tenant, corp, id.campaignId(), check.room(), job.planned());
      Map<String, List<String>> uncounted =
          loads.uncounted(tenant, corp, id.campaignId(), check.room(), job.planned());
      uncounted.forEach((reason, ids) -> job.exclude(ExclusionReason.valueOf(reason), ids, false));
      excluded.putAll(uncounted);
    }
    job.writeCounts();
    tell(id, excluded);
  }

  private Stamp lockStamp(TenantId tenant, JobId id) {
    return jdbc.sql(
            """
            select counted_on, policy_version, suppression_mark, dispatch_seen from ledger_job
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            for update
            """)
        .param("tenant", tenant.value())
        .param("campaign", id.campaignId().value())
        .param("job", id.jobNo())
        .query((row, number) -> new Stamp(ReadStandings.checked(row), row.getInt("dispatch_seen")))
        .single();
  }

  /**
   * From the job's side: a job is at most some thousand rows, a corp's suppressions may be many.
   */
  private List<String> suppressed(TenantId tenant, JobId id, CorpId corp) {
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
        .param("corp", corp.value())
        .param("tenant", tenant.value())
        .param("campaign", id.campaignId().value())
        .param("job", id.jobNo())
        .query(String.class)
        .list();
  }

  /** A mark that is higher already has been looked up to as well: we see all that is committed. */
  private void writeDown(TenantId tenant, Ask ask, CheckedAgainst against) {
    jdbc.sql(
            """
            update ledger_job
            set counted_on = :day, policy_version = :version,
              suppression_mark = greatest(suppression_mark, :mark), dispatch_seen = :epoch
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            """)
        .param("day", against.day().toString())
        .param("version", against.policyVersion())
        .param("mark", against.suppressionMark())
        .param("epoch", ask.epoch())
        .param("tenant", tenant.value())
        .param("campaign", ask.campaignId().value())
        .param("job", ask.jobNo())
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
