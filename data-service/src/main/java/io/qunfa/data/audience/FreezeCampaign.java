package io.qunfa.data.audience;

import io.qunfa.audience.AudiencePreview;
import io.qunfa.audience.AudiencePreview.AccountShare;
import io.qunfa.audience.FreezeAudience;
import io.qunfa.audience.FrozenAudience;
import io.qunfa.audience.FrozenAudience.PlannedJob;
import io.qunfa.audience.Sender;
import io.qunfa.data.audience.ProtectAudience.Rules;
import io.qunfa.data.ledger.LedgerBook;
import io.qunfa.data.ledger.Opening;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes a campaign's ledger once, or says what it would be. */
@Component
class FreezeCampaign {
  private static final Logger log = LoggerFactory.getLogger(FreezeCampaign.class);

  private static final String NUMBERED =
      """
      select external_userid, account_id, reason,
        row_number() over (partition by account_id order by external_userid) place
      from picked
      """;

  /** For one job per account: no sort. */
  private static final String UNNUMBERED =
      "select external_userid, account_id, reason, 1 place from picked";

  private final PickAudience pickAudience;
  private final ProtectAudience protectAudience;
  private final LedgerBook ledger;
  private final JdbcTemplate batches;
  private final TransactionOperations transaction;
  private final RetryTemplate retries;

  FreezeCampaign(
      PickAudience pickAudience,
      ProtectAudience protectAudience,
      LedgerBook ledger,
      JdbcTemplate batches,
      TransactionOperations transaction,
      RetryTemplate retries) {
    this.pickAudience = pickAudience;
    this.protectAudience = protectAudience;
    this.ledger = ledger;
    this.batches = batches;
    this.transaction = transaction;
    this.retries = retries;
  }

  /** One transaction: everything is written, or nothing. A repeat answers what stands. */
  FrozenAudience freeze(CampaignId campaign, FreezeAudience request) {
    long started = System.nanoTime();
    FrozenAudience frozen =
        retries.execute(
            attempt -> {
              Rules rules = rules(request);
              return transaction.execute(status -> frozen(campaign, request, rules));
            });
    log.info(
        "Campaign {} is frozen: {} targeted, {} planned in {} jobs, {} ms",
        campaign,
        frozen.targeted(),
        frozen.planned(),
        frozen.jobs().size(),
        (System.nanoTime() - started) / 1_000_000);
    return frozen;
  }

  AudiencePreview preview(FreezeAudience request) {
    Rules rules = rules(request);
    return transaction.execute(
        status ->
            pickAudience.pick(
                request,
                () -> protectAudience.look(rules, request.exemption()),
                audience -> preview(request, audience)));
  }

  private Rules rules(FreezeAudience request) {
    return protectAudience.rules(request.tenantId(), request.corpId(), request.channel());
  }

  private FrozenAudience frozen(CampaignId campaign, FreezeAudience request, Rules rules) {
    Opening opening =
        new Opening(
            request.tenantId(),
            campaign,
            request.corpId(),
            request.channel(),
            request.exemption(),
            rules.now());
    if (!ledger.open(opening)) {
      return ledger.frozen(request.tenantId(), campaign);
    }
    return pickAudience.pick(
        request,
        () -> protectAudience.count(rules, request.exemption(), campaign),
        audience -> {
          writeRecipients(campaign, request, audience, rules.now());
          ledger.close(request.tenantId(), campaign, audience, rules.checked(request.exemption()));
          return audience;
        });
  }

  /**
   * The one statement that writes the ledger. It inserts in the order of the ids: the second index
   * then grows at its end and the first at as many places as there are jobs, which costs half as
   * much as inserting job by job. Where an account has more than one job, its contacts are numbered
   * and cut in that order too.
   */
  private void writeRecipients(
      CampaignId campaign, FreezeAudience request, FrozenAudience audience, Instant now) {
    batches.execute(
        """
        create temporary table share_of_account (
          account_id bigint not null primary key, first_job int not null, max_per_job int not null)
        """);
    batches.batchUpdate(
        "insert into share_of_account (account_id, first_job, max_per_job) values (?, ?, ?)",
        firstJobs(request, audience));
    int written =
        batches.update(
            """
            insert into recipient
              (tenant_id, campaign_id, job_no, external_userid, state, reason, updated_at)
            select straight_join ?, ?,
              if(p.reason is null, a.first_job + (p.place - 1) div a.max_per_job, 0),
              p.external_userid, if(p.reason is null, 'PLANNED', 'EXCLUDED'), p.reason, ?
            from (%s) p
              left join share_of_account a force index (primary) on a.account_id = p.account_id
            order by p.external_userid
            """
                .formatted(isOneJobEach(audience) ? UNNUMBERED : NUMBERED),
            request.tenantId().value(),
            campaign.value(),
            Timestamp.from(now));
    if (written != audience.targeted()) {
      throw new IllegalStateException(
          "%d ledger rows written for %d targeted contacts of campaign %s; nothing is kept"
              .formatted(written, audience.targeted(), campaign));
    }
  }

  private static boolean isOneJobEach(FrozenAudience audience) {
    return audience.jobs().stream().map(PlannedJob::accountId).distinct().count()
        == audience.jobs().size();
  }

  private static List<Object[]> firstJobs(FreezeAudience request, FrozenAudience audience) {
    Map<AccountId, Integer> first = new TreeMap<>(ByAccount.ORDER);
    audience.jobs().forEach(job -> first.putIfAbsent(job.accountId(), job.jobNo()));
    List<Object[]> rows = new ArrayList<>();
    for (Sender sender : request.senders()) {
      Integer jobNo = first.get(sender.accountId());
      if (jobNo != null) {
        rows.add(new Object[] {sender.accountId().value(), jobNo, sender.maxPerJob()});
      }
    }
    return rows;
  }

  private static AudiencePreview preview(FreezeAudience request, FrozenAudience audience) {
    Map<AccountId, List<PlannedJob>> byAccount =
        audience.jobs().stream().collect(Collectors.groupingBy(PlannedJob::accountId));
    List<AccountShare> shares =
        request.senders().stream()
            .filter(sender -> byAccount.containsKey(sender.accountId()))
            .map(sender -> share(sender, byAccount.getOrDefault(sender.accountId(), List.of())))
            .toList();
    return new AudiencePreview(
        audience.targeted(),
        audience.excluded(),
        audience.planned(),
        audience.jobs().size(),
        shares);
  }

  private static AccountShare share(Sender sender, List<PlannedJob> jobs) {
    return new AccountShare(
        sender.accountId(),
        sender.memberUserid(),
        jobs.size(),
        jobs.stream().mapToLong(PlannedJob::recipients).sum());
  }
}
