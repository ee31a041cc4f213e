package io.qunfa.account.corp;

import io.qunfa.account.Paging;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/corps")
class CorpController {
  private static final String DEFAULT_ZONE = "Asia/Shanghai";
  private static final int MAX_NAME = 128;

  private final Corps corps;
  private final Idempotency idempotency;

  CorpController(Corps corps, Idempotency idempotency) {
    this.corps = corps;
    this.idempotency = idempotency;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CorpView add(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewCorp request) {
    Corp corp = request.toCorp();
    return idempotency.once(
        caller.tenantId(),
        "corp",
        key,
        request,
        CorpView.class,
        () -> CorpView.of(corps.add(caller.tenantId(), corp)));
  }

  @GetMapping("/{corpId}")
  CorpView get(Caller caller, @PathVariable("corpId") CorpId corpId) {
    return CorpView.of(corps.require(caller.tenantId(), corpId));
  }

  @GetMapping
  Page<CorpView> list(
      Caller caller,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    Page<Corp> page = corps.page(caller.tenantId(), cursor, limit);
    return new Page<>(page.items().stream().map(CorpView::of).toList(), page.nextCursor());
  }

  record CorpView(String corpId, String name, String timeZone) {
    static CorpView of(Corp corp) {
      return new CorpView(corp.corpId().value(), corp.name(), corp.timeZone().getId());
    }
  }

  record NewCorp(@Nullable CorpId corpId, @Nullable String name, @Nullable String timeZone) {
    Corp toCorp() {
      if (corpId == null) {
        throw Problem.invalid("/corpId", "corpId is missing: the id that WeCom gave the company.");
      }
      String called = name == null ? "" : name.strip();
      if (called.isEmpty() || called.length() > MAX_NAME) {
        throw Problem.invalid("/name", "name must have 1 to " + MAX_NAME + " characters.");
      }
      return new Corp(corpId, called, zone());
    }

    private ZoneId zone() {
      try {
        return ZoneId.of(timeZone == null ? DEFAULT_ZONE : timeZone);
      } catch (DateTimeException unknown) {
        throw Problem.invalid(
            "/timeZone",
            "timeZone must be a zone name like Asia/Shanghai, got \"" + timeZone + "\".");
      }
    }
  }
}
