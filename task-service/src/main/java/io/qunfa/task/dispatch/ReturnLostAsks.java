package io.qunfa.task.dispatch;

import static java.util.stream.Collectors.groupingBy;

import io.qunfa.ids.TenantId;
import io.qunfa.permit.ReservePermits.Ask;
import io.qunfa.permit.ReservePermits.Decision;
import io.qunfa.task.dispatch.LostAsks.LostAsk;
import io.qunfa.task.outbox.Outbox;
import io.qunfa.task.permit.AskPermits;
import io.qunfa.task.permit.PermitVerdict;
import io.qunfa.task.stepping.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives back permits of which nobody ever heard, since the answer was lost and the job ended before
 * it asked again. Asked for again under the old name, account-service answers with that permit; if
 * there was none, it grants a single recipient, which goes back as well.
 */
final class ReturnLostAsks implements Step {
  private final LostAsks lostAsks;
  private final AskPermits permits;
  private final Clock clock;

  ReturnLostAsks(LostAsks lostAsks, AskPermits permits, Clock clock) {
    this.lostAsks = lostAsks;
    this.permits = permits;
    this.clock = clock;
  }

  @Override
  public boolean run() {
    List<LostAsk> wentOn = lostAsks.ofJobsThatWentOn(clock.instant());
    List<LostAsk> settled = wentOn.stream().filter(ask -> !ask.unused()).toList();
    lostAsks.end(settled, List.of());
    wentOn.stream()
        .filter(LostAsk::unused)
        .collect(groupingBy(ask -> ask.job().tenantId()))
        .forEach(this::giveBack);
    return wentOn.size() == LostAsks.AT_MOST && !settled.isEmpty();
  }

  private void giveBack(TenantId tenant, List<LostAsk> lost) {
    List<Decision> decisions =
        permits.ask(tenant, lost.stream().map(ReturnLostAsks::again).toList());
    List<LostAsk> ended = new ArrayList<>();
    List<PermitVerdict> unused = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      LostAsk ask = lost.get(i);
      String permit = decisions.get(i).permitId();
      if (permit != null) {
        unused.add(PermitVerdict.unused(tenant, ask.corpId(), permit));
      }
      if (permit != null || provesThatThereIsNone(decisions.get(i))) {
        ended.add(ask);
      }
    }
    lostAsks.end(ended, unused);
  }

  /**
   * The account's limits are looked at after its permits; what is looked at before says nothing
   * about these, and is asked again.
   */
  private static boolean provesThatThereIsNone(Decision denied) {
    return switch (denied.decidedBy()) {
      case DAILY_QUOTA, ACCOUNT_WINDOW, PUSHED_BACK, API_RATE, API_BLOCKED, API_CONCURRENCY -> true;
      case NONE, ACCOUNT_STATE, TENANT_LIMIT, GLOBAL_LIMIT, LIMITER_UNAVAILABLE -> false;
    };
  }

  private static Ask again(LostAsk ask) {
    String name = Outbox.nameOf(ask.job().jobId(), ask.epoch());
    return new Ask(ask.accountId(), 1, true, name);
  }
}
