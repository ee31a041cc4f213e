package io.qunfa.account.account;

import io.qunfa.account.pool.WarmUpPlan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as a caller describes it, not yet checked: everything may be missing or wrong. Of an
 * account that exists, missing traits stay as they are.
 */
public record NewAccount(
    @Nullable String corpId,
    @Nullable String channel,
    @Nullable String memberUserid,
    @Nullable String credential,
    @Schema(
            description =
                "Recipients per day. Missing: stays as it is; a new account gets the usual quota.")
        @Nullable Integer dailyQuota,
    @Schema(description = "Missing: stay as they are, a new account gets none. []: none.")
        @Nullable List<@Nullable String> tags,
    @Schema(description = "Missing: stays as it is; a new account gets 100.")
        @Nullable Integer weight,
    @Schema(
            description =
                "Missing: stays as it is; a new account begins with its whole quota. []: the"
                    + " warm-up ends.")
        @Nullable List<WarmUpPlan.@Nullable Stage> warmUp) {}
