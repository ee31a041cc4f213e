package io.qunfa.account.killswitch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.account.Paging;
import io.qunfa.account.Reason;
import io.qunfa.account.corp.Corps;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class KillSwitchController {
  private final KillSwitches switches;
  private final Corps corps;

  KillSwitchController(KillSwitches switches, Corps corps) {
    this.switches = switches;
    this.corps = corps;
  }

  @PostMapping("/api/v1/sending:stop")
  Sending stop(Caller caller, @RequestBody(required = false) @Nullable Reason reason) {
    switches.stop(new Scope(caller.tenantId(), null), caller.subject(), Reason.text(reason));
    return sending(caller.tenantId());
  }

  @PostMapping("/api/v1/sending:start")
  Sending start(Caller caller, @RequestBody(required = false) @Nullable Reason reason) {
    switches.start(new Scope(caller.tenantId(), null), caller.subject(), Reason.text(reason));
    return sending(caller.tenantId());
  }

  @PostMapping("/api/v1/corps/{corpId}:stop")
  Sending stop(
      Caller caller,
      @PathVariable("corpId") CorpId corpId,
      @RequestBody(required = false) @Nullable Reason reason) {
    switches.stop(scope(caller, corpId), caller.subject(), Reason.text(reason));
    return sending(caller.tenantId());
  }

  @PostMapping("/api/v1/corps/{corpId}:start")
  Sending start(
      Caller caller,
      @PathVariable("corpId") CorpId corpId,
      @RequestBody(required = false) @Nullable Reason reason) {
    switches.start(scope(caller, corpId), caller.subject(), Reason.text(reason));
    return sending(caller.tenantId());
  }

  @GetMapping("/api/v1/sending")
  Sending sending(Caller caller) {
    return sending(caller.tenantId());
  }

  @GetMapping("/api/v1/sending/history")
  Page<TurnView> history(
      Caller caller,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    long before = Cursor.number(cursor, Long.MAX_VALUE);
    List<KillSwitches.Turn> found = switches.before(caller.tenantId(), before, limit + 1);
    List<KillSwitches.Turn> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        shown.stream().map(TurnView::of).toList(),
        found.size() > limit ? Long.toString(shown.getLast().id()) : null);
  }

  private Scope scope(Caller caller, CorpId corpId) {
    return new Scope(caller.tenantId(), corps.require(caller.tenantId(), corpId).corpId());
  }

  private Sending sending(TenantId tenant) {
    List<KillSwitches.Stop> on = switches.on(tenant);
    return new Sending(
        on.stream().anyMatch(stop -> stop.corpId() == null),
        on.stream().map(StopView::of).toList());
  }

  /**
   * @param stopped nothing of the tenant is sent
   * @param stops every switch that is on
   */
  record Sending(boolean stopped, List<StopView> stops) {
    Sending {
      stops = List.copyOf(stops);
    }
  }

  /**
   * @param corpId null: the whole tenant
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record StopView(@Nullable CorpId corpId, Instant stoppedAt, String stoppedBy, String reason) {
    static StopView of(KillSwitches.Stop stop) {
      return new StopView(stop.corpId(), stop.stoppedAt(), stop.stoppedBy(), stop.reason());
    }
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record TurnView(@Nullable CorpId corpId, String action, String actor, String reason, Instant at) {
    static TurnView of(KillSwitches.Turn turn) {
      return new TurnView(
          turn.corpId(),
          turn.action().toLowerCase(Locale.ROOT),
          turn.actor(),
          turn.reason(),
          turn.at());
    }
  }
}
