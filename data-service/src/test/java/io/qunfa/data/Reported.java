package io.qunfa.data;

import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.Accepted;
import io.qunfa.wire.JobOutcome.Receipt;
import io.qunfa.wire.JobOutcome.Receipts;
import io.qunfa.wire.JobOutcome.Refused;
import io.qunfa.wire.JobOutcome.RefusedRecipient;
import io.qunfa.wire.JobOutcome.Stopped;
import io.qunfa.wire.JobOutcome.Unknown;
import io.qunfa.wire.JobReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What executors say of jobs. */
final class Reported {
  private Reported() {}

  static JobReport aReport(
      TenantId tenant, CampaignId campaign, int job, int epoch, JobOutcome outcome) {
    return new JobReport(
        JobReport.VERSION,
        tenant,
        campaign,
        job,
        epoch,
        Instant.parse("2026-03-05T06:02:00Z"),
        outcome);
  }

  /** Reports of one job in an order that can happen, each told up to three times. */
  static List<JobReport> aLifeOf(TenantId tenant, CampaignId campaign, int job, Random random) {
    List<String> ids =
        IntStream.rangeClosed((job - 1) * 40 + 1, job * 40).mapToObj(Export::contact).toList();
    List<JobOutcome> life = new ArrayList<>();
    if (random.nextBoolean()) {
      life.add(new Unknown("no answer"));
    }
    switch (random.nextInt(4)) {
      case 0 -> life.add(new Refused(40058, "refused"));
      case 1 -> {
        life.add(new Accepted("msg", List.of(new RefusedRecipient(ids.getFirst(), 1))));
        life.add(
            new Receipts(
                ids.stream().map(id -> new Receipt(id, RecipientState.SENT)).toList(), true));
      }
      case 2 -> {
        life.add(new Accepted("msg", List.of()));
        life.add(
            new Receipts(
                ids.subList(0, 20).stream()
                    .map(id -> new Receipt(id, RecipientState.OVER_QUOTA))
                    .toList(),
                false));
        life.add(new Stopped(RecipientState.EXPIRED));
      }
      default -> {
        life.add(new Accepted("msg", List.of()));
        life.add(new Stopped(RecipientState.CANCELLED));
      }
    }
    List<JobReport> reports = new ArrayList<>();
    for (JobOutcome outcome : life) {
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        reports.add(aReport(tenant, campaign, job, 1, outcome));
      }
    }
    return reports;
  }
}
