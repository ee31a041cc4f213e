package io.qunfa.data.protection;

import io.qunfa.data.protection.RecipientPolicies.Version;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A corp's recipient policy over REST. */
@RestController
@RequestMapping("/api/v1/corps/{corpId}/recipient-policy")
class PolicyController {
  private static final Logger log = LoggerFactory.getLogger(PolicyController.class);

  private final RecipientPolicies policies;
  private final ReleaseHeldJobs releaseHeldJobs;
  private final InstantSource time;

  PolicyController(
      RecipientPolicies policies, ReleaseHeldJobs releaseHeldJobs, InstantSource time) {
    this.policies = policies;
    this.releaseHeldJobs = releaseHeldJobs;
    this.time = time;
  }

  @Operation(summary = "What protects the contacts of a corp now; version 0 is the default")
  @GetMapping
  PolicyView get(Caller caller, @PathVariable CorpId corpId) {
    ZoneId zone = zone(caller.tenantId(), corpId);
    return PolicyView.of(corpId, zone, policies.current(caller.tenantId(), corpId));
  }

  @Operation(
      summary =
          "Changes what protects the contacts of a corp, from the next freeze and dispatch on")
  @PutMapping
  PolicyView change(
      Caller caller, @PathVariable CorpId corpId, @RequestBody @Valid NewPolicy request) {
    ZoneId zone = zone(caller.tenantId(), corpId);
    Version seen = policies.current(caller.tenantId(), corpId);
    RecipientPolicy policy = request.toPolicy();
    Integer expected = request.version();
    if (policy.equals(seen.policy()) && expected == null) {
      return PolicyView.of(corpId, zone, seen);
    }
    int from = Objects.requireNonNullElse(expected, seen.version());
    String note = Objects.requireNonNullElse(request.note(), "");
    Version next =
        policies.change(
            caller.tenantId(),
            corpId,
            from,
            new Version(from + 1, policy, note, caller.subject(), time.instant()));
    log.info(
        "{} changed the recipient policy of corp {} to version {}: {}",
        caller.subject(),
        corpId,
        next.version(),
        policy);
    releaseHeldJobs.of(caller.tenantId(), corpId);
    return PolicyView.of(corpId, zone, next);
  }

  @Operation(summary = "Every version of a corp's recipient policy, newest first: who, what, when")
  @GetMapping("/history")
  Page<PolicyView> history(
      Caller caller,
      @PathVariable CorpId corpId,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @RequestParam(defaultValue = "2147483647") int cursor) {
    ZoneId zone = zone(caller.tenantId(), corpId);
    List<Version> found = policies.before(caller.tenantId(), corpId, cursor, limit + 1);
    boolean more = found.size() > limit;
    List<Version> page = more ? found.subList(0, limit) : found;
    return new Page<>(
        page.stream().map(version -> PolicyView.of(corpId, zone, version)).toList(),
        more ? String.valueOf(page.getLast().version()) : null);
  }

  private ZoneId zone(TenantId tenant, CorpId corp) {
    return policies.zone(tenant, corp).orElseThrow(() -> Problem.notFound("corp", corp));
  }

  /**
   * @param timeZone the corp's; days and quiet hours are meant there
   * @param changedBy null, as changedAt: the default, which nobody has set
   */
  record PolicyView(
      CorpId corpId,
      String timeZone,
      int version,
      int maxPerDay,
      QuietHours quietHours,
      ReceiveQuota receiveQuota,
      String note,
      @Nullable String changedBy,
      @Nullable Instant changedAt) {
    static PolicyView of(CorpId corp, ZoneId zone, Version version) {
      RecipientPolicy policy = version.policy();
      return new PolicyView(
          corp,
          zone.getId(),
          version.version(),
          policy.maxPerDay(),
          policy.quietHours(),
          policy.receiveQuota(),
          version.note(),
          version.changedBy(),
          version.changedAt());
    }
  }

  /**
   * Always the whole policy, so that nothing is switched off by leaving it out.
   *
   * @param version the version that this is a change of; null: whichever is current
   * @param note why, for those who read the history
   */
  record NewPolicy(
      @NotNull @Min(1) @Max(1000) Integer maxPerDay,
      @NotNull @Valid NewQuietHours quietHours,
      @NotNull ReceiveQuota receiveQuota,
      @Min(0) @Nullable Integer version,
      @Size(max = 500) @Nullable String note) {
    RecipientPolicy toPolicy() {
      return new RecipientPolicy(maxPerDay, quietHours.toQuietHours(), receiveQuota);
    }
  }

  /**
   * @param from hours and minutes of the day, for example 21:00
   * @param until the same; equal to {@code from}: no quiet hours
   */
  record NewQuietHours(
      @NotNull @Pattern(regexp = TIME, message = "must be a time like 21:00") String from,
      @NotNull @Pattern(regexp = TIME, message = "must be a time like 09:00") String until) {
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

    QuietHours toQuietHours() {
      return new QuietHours(LocalTime.parse(from), LocalTime.parse(until));
    }
  }
}
