package io.qunfa.data.recheck;

import io.qunfa.data.ledger.CheckedAgainst;
import io.qunfa.data.protection.CorpPolicy;
import io.qunfa.data.protection.ImpatientTransaction;
import io.qunfa.data.protection.RecipientPolicies;
import io.qunfa.data.protection.Room;
import io.qunfa.data.recheck.ExcludeFromJob.Check;
import io.qunfa.data.recheck.ExcludeFromJob.Look;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

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
  private final ImpatientTransaction transaction;
  private final InstantSource time;

  RecheckJobs(
      ReadStandings readStandings,
      ExcludeFromJob excludeFromJob,
      Rulebook rulebook,
      ImpatientTransaction transaction,
      InstantSource time) {
    this.readStandings = readStandings;
    this.excludeFromJob = excludeFromJob;
    this.rulebook = rulebook;
    this.transaction = transaction;
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
    if (request.asks().isEmpty()) {
      return new Answer(List.of());
    }
    Looking looking = new Looking(request.tenantId());
    Map<JobId, JobStanding> standings =
        readStandings.read(request.tenantId(), request.asks().stream().map(Ask::jobId).toList());
    return new Answer(
        request.asks().stream()
            .map(ask -> looking.verdict(ask, standings.get(ask.jobId())))
            .toList());
  }

  /** One request. */
  private final class Looking {
    private final long deadline = System.nanoTime() + BUDGET.toNanos();
    private final Instant now = time.instant();
    private final TenantId tenant;
    private final Map<CorpId, Rules> rules = new HashMap<>();

    /** Somebody counts their contacts just now; waiting for each of their jobs helps nobody. */
    private final Set<CorpId> busy = new HashSet<>();

    Looking(TenantId tenant) {
      this.tenant = tenant;
    }

    Verdict verdict(Ask ask, @Nullable JobStanding standing) {
      if (standing == null) {
        return unknown(ask, now);
      }
      CorpId corp = standing.corpId();
      Rules its = rules.computeIfAbsent(corp, each -> rulebook.of(tenant, each));
      Optional<Instant> quietUntil = its.policy().heldUntil(now, standing.exemption());
      if (quietUntil.isPresent()) {
        return quiet(ask, its.policy(), quietUntil.get());
      }
      Room room = its.policy().roomAt(now, standing.channel(), standing.exemption());
      CheckedAgainst against =
          new CheckedAgainst(room.day(), its.policy().version(), its.suppressionMark());
      if (against.equals(standing.checked())) {
        return left(ask, standing, now);
      }
      if (busy.contains(corp)) {
        return checking(ask, now.plus(ASK_AGAIN));
      }
      return System.nanoTime() > deadline
          ? checking(ask, now)
          : look(ask, corp, new Check(against, room, now));
    }

    private Verdict look(Ask ask, CorpId corp, Check check) {
      try {
        return switch (transaction.execute(
            () -> excludeFromJob.exclude(tenant, ask, corp, check))) {
          case Look.Left left -> Verdict.clear((int) left.planned());
          case Look.Undecided ignored -> undecided(ask, now);
          case Look.Overtaken ignored -> checking(ask, now.plus(ASK_AGAIN));
        };
      } catch (PessimisticLockingFailureException others) {
        log.info("The recipients of job {} are being counted elsewhere: {}", ask.jobId(), corp);
        busy.add(corp);
        return checking(ask, now.plus(ASK_AGAIN));
      }
    }
  }

  /** Nobody left to send to, but somebody undecided: the job is not done. */
  private static Verdict left(Ask ask, JobStanding standing, Instant now) {
    return standing.planned() == 0 && standing.undecided() > 0
        ? undecided(ask, now)
        : Verdict.clear((int) standing.planned());
  }

  private static Verdict undecided(Ask ask, Instant now) {
    return held(
        ask,
        HoldReason.LEDGER_BEHIND,
        now.plus(ASK_AGAIN),
        "The ledger holds undecided recipients of it.");
  }

  private static Verdict checking(Ask ask, Instant until) {
    return held(
        ask,
        HoldReason.CHECKING,
        until,
        "Its recipients are looked through again before it leaves.");
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
