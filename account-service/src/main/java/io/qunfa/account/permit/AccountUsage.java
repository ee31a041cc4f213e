package io.qunfa.account.permit;

import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Limit;
import io.qunfa.permit.SendingAccount.Pace;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells how much accounts have used, and what keeps them from more. */
@Component
public class AccountUsage {
  /** Reservations of others, on the same connection, wait for no more than these. */
  private static final int AT_A_TIME = 200;

  private final KnownLimits known;
  private final CountInRedis count;
  private final ScriptArguments arguments;
  private final ExplainLimit explain;
  private final PermitSettings settings;
  private final InstantSource time;

  AccountUsage(
      KnownLimits known,
      CountInRedis count,
      ScriptArguments arguments,
      ExplainLimit explain,
      PermitSettings settings,
      InstantSource time) {
    this.known = known;
    this.count = count;
    this.arguments = arguments;
    this.explain = explain;
    this.settings = settings;
    this.time = time;
  }

  /** One usage per account that exists. */
  public Map<AccountId, Usage> of(TenantId tenant, Collection<AccountId> accounts) {
    List<AccountLimits> limits = List.copyOf(known.of(tenant, accounts).values());
    Map<AccountId, Usage> usages = new HashMap<>();
    boolean away = false;
    for (int from = 0; from < limits.size(); from += AT_A_TIME) {
      List<AccountLimits> some = limits.subList(from, Math.min(limits.size(), from + AT_A_TIME));
      List<Counted> answers = away ? nobody(some.size()) : ask(some);
      // It is not waited for again and again. A corp that is closed is no sign: Redis said so.
      away = answers.stream().allMatch(Counted::isUnheard);
      for (int index = 0; index < some.size(); index++) {
        usages.put(some.get(index).accountId(), usage(some.get(index), answers.get(index)));
      }
    }
    return usages;
  }

  private List<Counted> ask(List<AccountLimits> some) {
    return count.count(LimiterScript.RESERVE, some.stream().map(this::question).toList());
  }

  private List<Counted> nobody(int asks) {
    return Collections.nCopies(asks, Counted.closed(settings.outageRetry()));
  }

  private Usage usage(AccountLimits account, Counted answer) {
    boolean counted = answer.day() != 0;
    @Nullable Instant next =
        answer.now() == 0 ? null : Instant.ofEpochMilli(answer.now()).plus(answer.retryAfter());
    Limit limit = account.active() ? answer.limit() : Limit.ACCOUNT_STATE;
    return new Usage(
        counted ? answer.usedThatDay() : null,
        next,
        limit,
        explain.inWords(account, limit, next),
        pace(account));
  }

  private Pace pace(AccountLimits account) {
    LocalDate today = LocalDate.ofInstant(time.instant(), account.zone());
    return new Pace(
        account.slotsPerWindow(),
        settings.window(),
        today.plusDays(1).atStartOfDay(account.zone()).toInstant());
  }

  private Counting question(AccountLimits account) {
    LimiterKeys keys = new LimiterKeys(account.slot());
    return new Counting(
        account.slot(),
        account.creditOwner(),
        account.dailyQuota().most(),
        List.of(
            keys.marker(),
            keys.account(account.accountId()),
            keys.permit(""),
            keys.reference(account.accountId(), ""),
            keys.api(ApiName.SENDING),
            keys.underWay(ApiName.SENDING)),
        arguments.ofReserve(account, 1, true, "", true));
  }
}
