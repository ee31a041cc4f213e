package io.qunfa.account.policy;

import io.qunfa.account.Paging;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/limit-policies")
class LimitPolicyController {
  private final PolicyRows rows;
  private final ChangePolicies change;
  private final Idempotency idempotency;

  LimitPolicyController(PolicyRows rows, ChangePolicies change, Idempotency idempotency) {
    this.rows = rows;
    this.change = change;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "Set limits for the tenant, a corp, a channel, or one account",
      description = "They hold on every replica within two seconds, without a restart.")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  LimitPolicy create(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewPolicy request) {
    PolicyScope scope = CheckPolicy.scope(request.scope());
    LimitValues limits = CheckPolicy.limits(scope, request.limits());
    return idempotency.once(
        caller.tenantId(),
        "limit-policy",
        key,
        request,
        LimitPolicy.class,
        () -> change.create(caller, scope, limits));
  }

  @Operation(summary = "All limit policies of the tenant, oldest first")
  @GetMapping
  Page<LimitPolicy> list(
      Caller caller,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    List<LimitPolicy> found = rows.after(caller.tenantId(), Cursor.number(cursor, 0), limit + 1);
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), found.get(limit - 1).policyId().toString());
  }

  @Operation(summary = "One limit policy as it is now")
  @GetMapping("/{policyId}")
  LimitPolicy get(Caller caller, @PathVariable("policyId") PolicyId policyId) {
    return rows.find(caller.tenantId(), policyId)
        .orElseThrow(() -> Problem.notFound("limit policy", policyId));
  }

  @Operation(
      summary = "Change the limits of a policy",
      description =
          "Names the version that it changes; if that is not the present one, nothing is.")
  @PutMapping("/{policyId}")
  LimitPolicy change(
      Caller caller,
      @PathVariable("policyId") PolicyId policyId,
      @RequestBody ChangedPolicy request) {
    LimitValues limits = CheckPolicy.limits(get(caller, policyId).scope(), request.limits());
    return change.change(caller, policyId, limits, request.version());
  }

  @Operation(summary = "Delete a policy; its history stays")
  @DeleteMapping("/{policyId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      Caller caller,
      @PathVariable("policyId") PolicyId policyId,
      @RequestParam("version") int version) {
    change.delete(caller, policyId, version);
  }

  @Operation(summary = "Who changed a policy to what and when, also of one that is deleted")
  @GetMapping("/{policyId}/history")
  Page<PolicyChange> history(
      Caller caller,
      @PathVariable("policyId") PolicyId policyId,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    List<PolicyChange> found =
        rows.history(caller.tenantId(), policyId, Cursor.number(cursor, 0), limit + 1);
    if (found.isEmpty() && cursor == null) {
      throw Problem.notFound("limit policy", policyId);
    }
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), Integer.toString(found.get(limit - 1).version()));
  }

  record NewPolicy(@Nullable PolicyScope scope, @Nullable LimitValues limits) {}

  /**
   * @param version the version that was read
   */
  record ChangedPolicy(
      @Nullable LimitValues limits,
      @Schema(description = "The version that was read.") int version) {}
}
