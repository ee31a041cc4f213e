package io.qunfa.account.permit;

import static java.util.stream.Collectors.joining;

import io.qunfa.account.permit.DrawLeave.Given;
import io.qunfa.account.permit.DrawLeave.Leave;
import io.qunfa.account.permit.DrawLeave.Pool;
import io.qunfa.account.permit.DrawLeave.Wish;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.permit.ReservePermits.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Decides asks for leave to send, one script run per ask. It answers and never waits. While Redis
 * cannot be asked nothing is permitted.
 */
@Component
class GrantPermits {
  private final KnownLimits known;
  private final DrawLeave leave;
  private final CountInRedis count;
  private final ScriptArguments arguments;
  private final PermitSettings settings;
  private final PermitMetrics metrics;

  GrantPermits(
      KnownLimits known,
      DrawLeave leave,
      CountInRedis count,
      ScriptArguments arguments,
      PermitSettings settings,
      PermitMetrics metrics) {
    this.known = known;
    this.leave = leave;
    this.count = count;
    this.arguments = arguments;
    this.settings = settings;
    this.metrics = metrics;
  }

  /** The decisions in the order of the asks. */
  List<Decision> decide(TenantId tenant, List<Ask> asks) {
    Map<AccountId, AccountLimits> limits =
        known.of(tenant, asks.stream().map(Ask::accountId).toList());
    List<Pool> pools = leave.pools(tenant);
    String letters = pools.stream().map(Pool::letter).collect(joining());
    List<Wanted> wanted = new ArrayList<>(asks.size());
    for (Ask ask : asks) {
      AccountLimits account = limits.get(ask.accountId());
      if (account != null && account.active()) {
        wanted.add(Wanted.of(ask, account, letters));
      }
    }
    Map<Ask, Decision> decided = grant(pools, wanted);
    List<Decision> all = new ArrayList<>(asks.size());
    for (Ask ask : asks) {
      Decision decision =
          decided.getOrDefault(ask, denied(settings.stateRetry(), Limit.ACCOUNT_STATE));
      metrics.decided(ask, decision);
      all.add(decision);
    }
    return all;
  }

  private Map<Ask, Decision> grant(List<Pool> pools, List<Wanted> wanted) {
    Map<String, Leave> leaves = leave.draw(pools, wanted.stream().map(Wanted::wish).toList());
    Map<Ask, Decision> decided = new HashMap<>();
    List<Wanted> allowed = new ArrayList<>(wanted.size());
    List<Given> givens = new ArrayList<>(wanted.size());
    for (Wanted one : wanted) {
      Leave drawn = leaves.getOrDefault(one.permitId(), new Leave(0, null));
      Counted lessBy = drawn.lessBy();
      if (drawn.recipients() == 0 && lessBy != null) {
        decided.put(one.ask(), denied(lessBy.retryAfter(), lessBy.limit()));
        givens.add(new Given(one.permitId(), "", 0));
      } else {
        allowed.add(one.upTo(drawn));
      }
    }
    List<Counted> answers =
        count.count(LimiterScript.RESERVE, allowed.stream().map(this::reservation).toList());
    for (int index = 0; index < allowed.size(); index++) {
      Counted answer = answers.get(index);
      decided.put(allowed.get(index).ask(), decision(allowed.get(index), answer));
      givens.add(new Given(allowed.get(index).permitId(), answer.permitId(), answer.granted()));
    }
    return pools.isEmpty() ? decided : confirmed(pools, givens, decided);
  }

  /** A permit that has no leave, or may have none, is given to nobody; it runs out. */
  private Map<Ask, Decision> confirmed(
      List<Pool> pools, List<Given> givens, Map<Ask, Decision> decided) {
    Decision no = denied(settings.outageRetry(), Limit.LIMITER_UNAVAILABLE);
    Set<String> without = leave.confirm(pools, givens);
    decided.replaceAll(
        (ask, decision) ->
            decision.permitId() != null && without.contains(decision.permitId()) ? no : decision);
    return decided;
  }

  private Counting reservation(Wanted one) {
    LimiterKeys keys = new LimiterKeys(one.account().slot());
    return new Counting(
        one.account().slot(),
        one.account().creditOwner(),
        one.account().dailyQuota().most(),
        List.of(
            keys.marker(),
            keys.account(one.account().accountId()),
            keys.permit(one.permitId()),
            keys.reference(one.account().accountId(), one.ask().reference()),
            keys.api(ApiName.SENDING),
            keys.underWay(ApiName.SENDING)),
        arguments.ofReserve(
            one.account(), one.leave().recipients(), one.ask().wholeOnly(), one.permitId(), false));
  }

  private static Decision decision(Wanted one, Counted answer) {
    Decision decision = answer.decision();
    Counted lessBy = one.leave().lessBy();
    if (lessBy == null
        || decision.decidedBy() != Limit.NONE
        || decision.granted() == one.ask().recipients()) {
      return decision;
    }
    return new Decision(
        decision.granted(),
        decision.permitId(),
        decision.life(),
        lessBy.retryAfter(),
        lessBy.limit());
  }

  private static Decision denied(Duration retryAfter, Limit limit) {
    return new Decision(0, null, null, retryAfter, limit);
  }

  private record Wanted(Ask ask, AccountLimits account, String permitId, Leave leave) {
    static Wanted of(Ask ask, AccountLimits account, String letters) {
      PermitName name =
          new PermitName(
              account.corpId(), account.accountId(), UUID.randomUUID().toString(), letters);
      return new Wanted(ask, account, name.toString(), new Leave(ask.recipients(), null));
    }

    Wish wish() {
      return new Wish(permitId, ask.recipients(), ask.wholeOnly());
    }

    Wanted upTo(Leave drawn) {
      return new Wanted(ask, account, permitId, drawn);
    }
  }
}
