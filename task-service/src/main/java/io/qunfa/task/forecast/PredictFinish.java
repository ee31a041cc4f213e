package io.qunfa.task.forecast;

import static java.util.stream.Collectors.toMap;

import io.qunfa.audience.AudiencePreview.AccountShare;
import io.qunfa.ids.AccountId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Predicts when a campaign's last job will be with the channel: the slowest account decides. Known
 * to it are the quotas and what is used of them, the windows, closed hours, rests, and other jobs
 * that go before; unknown is what will be launched later.
 */
@Component
public class PredictFinish {
  private final ReadWaitingWork waitingWork;
  private final Clock clock;

  PredictFinish(ReadWaitingWork waitingWork, Clock clock) {
    this.waitingWork = waitingWork;
    this.clock = clock;
  }

  /** If it were launched now, or at the moment for which it is scheduled. */
  public Forecast ofLaunch(
      Campaign campaign,
      List<AccountShare> shares,
      List<SendingAccount> accounts,
      List<ClosedHours> closed) {
    Map<AccountId, Share> own =
        shares.stream()
            .collect(
                toMap(
                    AccountShare::accountId, share -> new Share(share.jobs(), share.recipients())));
    return of(campaign, own, accounts, closed);
  }

  /** Whether jobs of it are there and not with the channel yet. */
  boolean isUnderWay(Campaign campaign) {
    return !waitingWork.own(campaign).isEmpty();
  }

  /** From what is left of it. */
  public Forecast ofRunning(
      Campaign campaign, List<SendingAccount> accounts, List<ClosedHours> closed) {
    return of(campaign, waitingWork.own(campaign), accounts, closed);
  }

  private Forecast of(
      Campaign campaign,
      Map<AccountId, Share> own,
      List<SendingAccount> accounts,
      List<ClosedHours> closed) {
    Instant now = clock.instant();
    Instant at = campaign.schedule().at();
    Map<AccountId, SendingAccount> known =
        accounts.stream().collect(toMap(SendingAccount::accountId, Function.identity()));
    Map<AccountId, Share> ahead = waitingWork.ahead(campaign, own.keySet());
    Map<AccountId, Rest> rests = waitingWork.rests(campaign.tenantId(), own.keySet(), now);
    List<Workload> loads = new ArrayList<>();
    own.forEach(
        (account, share) ->
            loads.add(
                new Workload(
                    known.get(account),
                    share,
                    ahead.getOrDefault(account, Share.NOTHING),
                    rests.get(account))));
    return of(loads, closed, now, at == null ? now : at);
  }

  static Forecast of(List<Workload> loads, List<ClosedHours> closed, Instant now, Instant start) {
    Forecast last = new Forecast(start.isAfter(now) ? start : now, Bound.NOTHING);
    for (Workload load : loads) {
      SendingAccount account = load.account();
      if (account == null || !account.active() || account.dailyQuota() <= 0) {
        return new Forecast(null, Bound.ACCOUNT_STATE);
      }
      Rest rest = load.rest();
      WorkThrough work =
          new WorkThrough(account, closed, now)
              .notBefore(rest == null ? now : rest.until(), rest == null ? Bound.REST : rest.why())
              .others(load.ahead())
              .notBefore(start, Bound.SCHEDULE)
              .own(load.own());
      if (last.boundBy() == Bound.NOTHING || work.end().isAfter(last.finish())) {
        last = new Forecast(work.end(), work.bound());
      }
    }
    return last;
  }
}
