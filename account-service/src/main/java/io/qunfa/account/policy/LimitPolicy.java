package io.qunfa.account.policy;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A policy as it is now.
 *
 * @param version grows with every change; a change names the version that it changes
 * @param changedBy the login name of who made it so
 */
record LimitPolicy(
    @Schema(type = "string") PolicyId policyId,
    PolicyScope scope,
    LimitValues limits,
    int version,
    String changedBy,
    Instant changedAt) {}
