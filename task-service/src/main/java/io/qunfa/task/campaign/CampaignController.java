package io.qunfa.task.campaign;

import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Campaigns over REST. */
@RestController
@RequestMapping("/api/v1/campaigns")
class CampaignController {
  private final CampaignDesk desk;
  private final DraftCampaign drafts;
  private final Campaigns campaigns;
  private final WaitingReasons reasons;
  private final Idempotency idempotency;

  CampaignController(
      CampaignDesk desk,
      DraftCampaign drafts,
      Campaigns campaigns,
      WaitingReasons reasons,
      Idempotency idempotency) {
    this.desk = desk;
    this.drafts = drafts;
    this.campaigns = campaigns;
    this.reasons = reasons;
    this.idempotency = idempotency;
  }

  @PostMapping
  ResponseEntity<CampaignView> create(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewCampaign request) {
    String given = Idempotency.given(key);
    drafts.check(caller, request);
    CampaignId id =
        idempotency.once(
            caller.tenantId(),
            "campaign",
            given,
            request,
            CampaignId.class,
            () -> drafts.draft(caller, request).id());
    return ResponseEntity.created(URI.create("/api/v1/campaigns/" + id)).body(get(caller, id));
  }

  /** Newest first. */
  @GetMapping
  Page<CampaignView> list(
      Caller caller,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    int size = Math.clamp(limit, 1, Page.MAX_LIMIT);
    List<Campaign> found =
        campaigns.before(caller.tenantId(), Cursor.number(cursor, Long.MAX_VALUE), size + 1);
    boolean more = found.size() > size;
    List<Campaign> page = more ? found.subList(0, size) : found;
    return new Page<>(
        page.stream().map(CampaignView::inList).toList(),
        more ? page.getLast().id().toString() : null);
  }

  @GetMapping("/{id}")
  CampaignView get(Caller caller, @PathVariable("id") CampaignId id) {
    return view(campaigns.get(caller.tenantId(), id));
  }

  @PostMapping("/{id}:launch")
  CampaignView launch(Caller caller, @PathVariable("id") CampaignId id) {
    return view(desk.launch(caller, id));
  }

  @PostMapping("/{id}:pause")
  CampaignView pause(Caller caller, @PathVariable("id") CampaignId id) {
    return view(desk.pause(caller.tenantId(), id));
  }

  @PostMapping("/{id}:resume")
  CampaignView resume(Caller caller, @PathVariable("id") CampaignId id) {
    return view(desk.resume(caller.tenantId(), id));
  }

  @PostMapping("/{id}:cancel")
  CampaignView cancel(Caller caller, @PathVariable("id") CampaignId id) {
    return view(desk.cancel(caller.tenantId(), id, caller.subject()));
  }

  private CampaignView view(Campaign campaign) {
    return CampaignView.of(campaign, campaigns.brief(campaign), reasons.of(campaign));
  }
}
