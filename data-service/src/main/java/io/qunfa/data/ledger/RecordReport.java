package io.qunfa.data.ledger;

import io.qunfa.ledger.RecipientState;
import io.qunfa.wire.JobOutcome.Absent;
import io.qunfa.wire.JobOutcome.Accepted;
import io.qunfa.wire.JobOutcome.Deferred;
import io.qunfa.wire.JobOutcome.Receipt;
import io.qunfa.wire.JobOutcome.Receipts;
import io.qunfa.wire.JobOutcome.Refused;
import io.qunfa.wire.JobOutcome.RefusedRecipient;
import io.qunfa.wire.JobOutcome.Stopped;
import io.qunfa.wire.JobOutcome.Unknown;
import io.qunfa.wire.JobOutcome.Withdrawn;
import io.qunfa.wire.JobReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a report says, written into the ledger. A repeat finds nothing left to change. */
@Component
class RecordReport {
  private static final Logger log = LoggerFactory.getLogger(RecordReport.class);
  private static final List<RecipientState> NOT_YET_TAKEN =
      List.of(RecipientState.PLANNED, RecipientState.UNKNOWN);

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;

  RecordReport(JdbcTemplate batches) {
    this.batches = batches;
    this.jdbc = JdbcClient.create(batches);
  }

  /**
   * Belongs into a transaction; reports of one job must come in their order.
   *
   * @param owing writes down what is to be given back to contacts, instead of giving it back
   * @return by how many recipients each state has grown or shrunk
   */
  Map<RecipientState, Long> record(JobReport report, boolean owing) {
    if (report.outcome() instanceof Deferred) {
      return Map.of();
    }
    JobRecord job =
        JobRecord.lock(
            batches, report.tenantId(), report.campaignId(), report.jobNo(), report.reportedAt());
    if (!job.exists()) {
      log.warn(
          "A report speaks of job {} of campaign {}, which the ledger does not know; ignored",
          report.jobNo(),
          report.campaignId());
      return Map.of();
    }
    if (owing) {
      job.oweWhatIsGivenBack();
    }
    apply(report, job);
    return job.writeCounts();
  }

  private void apply(JobReport report, JobRecord job) {
    switch (report.outcome()) {
      case Accepted accepted -> {
        // The refused first: what is left of the job after them is accepted.
        byCode(accepted.refused())
            .forEach((code, ids) -> job.these(NOT_YET_TAKEN, RecipientState.REFUSED, code, ids));
        job.all(NOT_YET_TAKEN, RecipientState.ISSUED, null);
      }
      case Refused refused -> {
        if (report.epoch() > absentEpoch(report)) {
          job.all(NOT_YET_TAKEN, RecipientState.REFUSED, refused.code());
        }
      }
      case Unknown ignored -> {
        if (report.epoch() > absentEpoch(report)) {
          job.all(List.of(RecipientState.PLANNED), RecipientState.UNKNOWN, null);
        }
      }
      case Absent ignored -> {
        if (report.epoch() > absentEpoch(report)) {
          job.all(List.of(RecipientState.UNKNOWN), RecipientState.PLANNED, null);
          keepAbsent(report);
        }
      }
      case Receipts receipts ->
          byState(receipts.receipts())
              .forEach(
                  (state, ids) -> {
                    // A receipt proves that the channel took the recipient.
                    job.these(NOT_YET_TAKEN, RecipientState.ISSUED, null, ids);
                    job.these(List.of(RecipientState.ISSUED), state, null, ids);
                  });
      case Stopped stopped ->
          job.all(
              List.of(RecipientState.ISSUED),
              stopped.remaining(),
              stopped.code() == 0 ? null : stopped.code());
      case Withdrawn withdrawn ->
          job.all(List.of(RecipientState.PLANNED), withdrawn.remaining(), null);
      case Deferred ignored -> throw new IllegalStateException("changes nothing");
    }
  }

  /** The last epoch that is proven absent: an older word about it must not stir the job again. */
  private int absentEpoch(JobReport report) {
    return jdbc.sql(
            """
            select absent_epoch from ledger_job
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            """)
        .param("tenant", report.tenantId().value())
        .param("campaign", report.campaignId().value())
        .param("job", report.jobNo())
        .query(Integer.class)
        .single();
  }

  private void keepAbsent(JobReport report) {
    jdbc.sql(
            """
            update ledger_job set absent_epoch = :epoch
            where tenant_id = :tenant and campaign_id = :campaign and job_no = :job
            """)
        .param("epoch", report.epoch())
        .param("tenant", report.tenantId().value())
        .param("campaign", report.campaignId().value())
        .param("job", report.jobNo())
        .update();
  }

  private static Map<Integer, List<String>> byCode(List<RefusedRecipient> refused) {
    return refused.stream()
        .collect(
            Collectors.groupingBy(
                RefusedRecipient::code,
                TreeMap::new,
                Collectors.mapping(RefusedRecipient::externalUserId, Collectors.toList())));
  }

  private static Map<RecipientState, List<String>> byState(List<Receipt> receipts) {
    return receipts.stream()
        .collect(
            Collectors.groupingBy(
                Receipt::state,
                () -> new EnumMap<>(RecipientState.class),
                Collectors.mapping(Receipt::externalUserId, Collectors.toList())));
  }
}
