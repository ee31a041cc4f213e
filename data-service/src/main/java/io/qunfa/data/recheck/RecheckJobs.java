package io.qunfa.data.recheck;

import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.data.protection.CorpPolicy;
import io.qunfa.data.protection.RecipientPolicies;
import io.qunfa.data.protection.Room;
import io.qunfa.data.recheck.ExcludeFromJob.Check;
import io.qunfa.data.suppression.Suppressions;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.protection.HoldReason;
import io.qunfa.protection.ProtectJobs;
import io.qunfa.protection.ProtectJobs.Answer;
import io.qunfa.protection.ProtectJobs.Ask;
import io.qunfa.protection.ProtectJobs.Hold;
import io.qunfa.protection.ProtectJobs.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Says of jobs that are about to leave to whom they may go, and when. A job whose recipients were
 * checked against the same day, policy and suppressions before, if only by the freeze, costs no
 * look at them.
 */
@Component
class RecheckJobs {
  private static final Logger log = LoggerFactory.getLogger(RecheckJobs.class);
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** A report under way settles it. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  /** Nothing settles this by itself; a person reads the log. */
  private static final Duration ASK_MUCH_LATER = Duration.ofMinutes(1);

  /** What is not looked through by then is asked for again; the caller's patience is 10 s. */
  private static final Duration BUDGET = Duration.ofSeconds(4);

  private final ReadStandings readStandings;
  private final ExcludeFromJob excludeFromJob;
  private final Rulebook rulebook;
  private final TransactionOperations transaction;
  private final RetryTemplate retries;
  private final InstantSource time;

  RecheckJobs(
      ReadStandings readStandings,
      ExcludeFromJob excludeFromJob,
      Rulebook rulebook,
      TransactionOperations transaction,
      RetryTemplate retries,
      InstantSource time) {
    this.readStandings = readStandings;
    this.excludeFromJob = excludeFromJob;
    this.rulebook = rulebook;
    this.transaction = transaction;
    this.retries = retries;
    this.time = time;
  }

  /** Where the rules of a corp are looked up. */
  @Component
  static final class Rulebook {
    private final RecipientPolicies policies;
    private final Suppressions suppressions;

    Rulebook(RecipientPolicies policies, Suppressions suppressions) {
      this.policies = policies;
      this.suppressions = suppressions;
    }

    /** The mark first: suppressions that come later are looked for again. */
    Rules of(TenantId tenant, CorpId corp) {
      long mark = suppressions.mark(tenant, corp);
      return new Rules(policies.of(tenant, corp), mark);
    }
  }

  record Rules(CorpPolicy policy, long suppressionMark) {}

  Answer recheck(ProtectJobs request) {
    long deadline = System.nanoTime() + BUDGET.toNanos();
    TenantId tenant = request.tenantId();
    if (request.asks().isEmpty()) {
      return new Answer(List.of());
    }
    Map<JobId, JobStanding> standings =
        readStandings.read(tenant, request.asks().stream().map(Ask::jobId).toList());
    Map<CorpId, Rules> rules = new HashMap<>();
    standings
        .values()
        .forEach(
            standing ->
                rules.computeIfAbsent(standing.corpId(), corp -> rulebook.of(tenant, corp)));
    Instant now = time.instant();
    return new Answer(
        request.asks().stream()
            .map(
                ask -> {
                  JobStanding standing = standings.get(ask.jobId());
                  return standing == null
                      ? unknown(ask, now)
                      : verdict(tenant, ask, standing, rules.get(standing.corpId()), now, deadline);
                })
            .toList());
  }

  private Verdict verdict(
      TenantId tenant,
      Ask ask,
      JobStanding standing,
      @Nullable Rules rules,
      Instant now,
      long deadline) {
    if (rules == null) {
      throw new IllegalStateException("no rules for corp " + standing.corpId());
    }
    Optional<Instant> quietUntil = rules.policy().heldUntil(now, standing.exemption());
    if (quietUntil.isPresent()) {
      return quiet(ask, rules.policy(), quietUntil.get());
    }
    Room room = rules.policy().roomAt(now, standing.channel(), standing.exemption());
    CheckedAgainst against =
        new CheckedAgainst(room.day(), rules.policy().version(), rules.suppressionMark());
    if (against.equals(standing.checked())) {
      return verdict(ask, standing, standing.planned(), now);
    }
    if (System.nanoTime() > deadline) {
      return held(
          ask,
          HoldReason.CHECKING,
          now,
          "Its recipients are looked through again before it leaves.");
    }
    Check check = new Check(against, room, now);
    long left =
        retries.execute(
            attempt ->
                transaction.execute(
                    status -> excludeFromJob.exclude(tenant, ask.jobId(), standing, check)));
    return verdict(ask, standing, left, now);
  }

  /** Nobody left to send to, but somebody undecided: the job is not done. */
  private static Verdict verdict(Ask ask, JobStanding standing, long left, Instant now) {
    return left == 0 && standing.undecided() > 0
        ? held(
            ask,
            HoldReason.LEDGER_BEHIND,
            now.plus(ASK_AGAIN),
            "The ledger holds no planned recipients of it, but undecided ones.")
        : Verdict.clear((int) left);
  }

  private static Verdict quiet(Ask ask, CorpPolicy policy, Instant until) {
    return held(
        ask,
        HoldReason.QUIET_HOURS,
        until,
        "Quiet hours until "
            + LOCAL.format(until.atZone(policy.zone()))
            + " "
            + policy.zone()
            + ".");
  }

  private static Verdict unknown(Ask ask, Instant now) {
    log.error(
        "Job {} is about to leave but the ledger does not know it; it is held back until a person finds out why",
        ask.jobId());
    return held(
        ask,
        HoldReason.LEDGER_BEHIND,
        now.plus(ASK_MUCH_LATER),
        "The ledger does not know the job.");
  }

  private static Verdict held(Ask ask, HoldReason reason, Instant until, String why) {
    return new Verdict(ask.recipients(), new Hold(reason, until, why));
  }
}
