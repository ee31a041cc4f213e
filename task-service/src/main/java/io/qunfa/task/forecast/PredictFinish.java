package io.qunfa.task.forecast;

import static java.util.stream.Collectors.toMap;

import io.qunfa.audience.AudiencePreview.AccountShare;
import io.qunfa.ids.AccountId;
import io.qunfa.permit.SendingAccount;
import io.qunfa.task.campaign.Campaign;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.ReadWaitingWork.Waiting;
import io.qunfa.task.forecast.Workload.Parcel;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Predicts when a campaign's last job will be with the channel: the slowest account decides, or
 * what the corp may do with all of them. Known to it are the quotas and what is used of them, the
 * windows, quiet hours, rests, until when jobs are held back, and other jobs that go before;
 * unknown is what will be launched later.
 */
@Component
public class PredictFinish {
  private final ReadWaitingWork waitingWork;
  private final AskClosedHours askClosedHours;
  private final Clock clock;

  PredictFinish(ReadWaitingWork waitingWork, AskClosedHours askClosedHours, Clock clock) {
    this.waitingWork = waitingWork;
    this.askClosedHours = askClosedHours;
    this.clock = clock;
  }

  /**
   * If it were launched now, or at the moment for which it is scheduled. Asks data-service for the
   * quiet hours; exceptions of the client rise.
   */
  public Forecast ofLaunch(
      Campaign campaign, List<AccountShare> shares, List<SendingAccount> accounts) {
    Map<AccountId, Waiting> own =
        shares.stream()
            .collect(
                toMap(
                    AccountShare::accountId,
                    share -> Waiting.free(new Share(share.jobs(), share.recipients()))));
    return of(campaign, own, accounts);
  }

  /** Whether jobs of it are there and not with the channel yet. */
  boolean isUnderWay(Campaign campaign) {
    return !waitingWork.own(campaign, clock.instant()).isEmpty();
  }

  /** From what is left of it. Exceptions of the client rise. */
  Forecast ofRunning(Campaign campaign, List<SendingAccount> accounts) {
    return of(campaign, waitingWork.own(campaign, clock.instant()), accounts);
  }

  private Forecast of(
      Campaign campaign, Map<AccountId, Waiting> own, List<SendingAccount> accounts) {
    OpenHours open = askClosedHours.of(campaign);
    Instant now = clock.instant();
    Instant at = campaign.schedule().at();
    Map<AccountId, SendingAccount> known =
        accounts.stream().collect(toMap(SendingAccount::accountId, Function.identity()));
    Map<AccountId, Waiting> ahead = waitingWork.ahead(campaign, own.keySet(), now);
    Map<AccountId, Rest> rests = waitingWork.rests(campaign, own.keySet(), now);
    List<Workload> loads = new ArrayList<>();
    own.forEach(
        (account, ours) ->
            loads.add(
                new Workload(
                    known.get(account),
                    ours.underWay(),
                    Stream.concat(
                            ours.parcels(true),
                            ahead.getOrDefault(account, Waiting.NOTHING).parcels(false))
                        .map(parcel -> notBefore(at, now, parcel))
                        .toList(),
                    rests.get(account))));
    return of(loads, open, now, at == null ? now : at);
  }

  /** Own jobs wait for the start that is scheduled as well. */
  private static Parcel notBefore(@Nullable Instant at, Instant now, Parcel parcel) {
    if (at == null || !at.isAfter(now) || !parcel.own()) {
      return parcel;
    }
    Rest hold = parcel.hold();
    return hold == null || hold.until().isBefore(at)
        ? new Parcel(true, parcel.share(), new Rest(at, Bound.SCHEDULE))
        : parcel;
  }

  static Forecast of(List<Workload> loads, OpenHours open, Instant now, Instant start) {
    Instant first = start.isAfter(now) ? start : now;
    Forecast last = new Forecast(first, Bound.NOTHING);
    List<CorpCalls.Burst> calls = new ArrayList<>();
    for (Workload load : loads) {
      SendingAccount account = load.account();
      if (account == null || !account.active() || account.dailyQuota() <= 0) {
        return new Forecast(null, Bound.ACCOUNT_STATE);
      }
      WorkThrough work = new WorkThrough(account, open, now).underWay(load.underWay());
      Rest rest = load.rest();
      if (rest != null && !load.parcels().isEmpty()) {
        work.await(rest);
      }
      load.parcels().forEach(work::parcel);
      calls.addAll(work.bursts());
      if (last.boundBy() == Bound.NOTHING || work.end().isAfter(last.finish())) {
        last = new Forecast(work.end(), work.bound());
      }
    }
    Instant together = CorpCalls.end(calls, open, first);
    return together.isAfter(last.finish()) ? new Forecast(together, Bound.CORP_CALLS) : last;
  }
}
