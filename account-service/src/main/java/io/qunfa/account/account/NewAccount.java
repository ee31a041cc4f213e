package io.qunfa.account.account;

import io.qunfa.account.pool.WarmUpPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account as a caller describes it, not yet checked: everything may be missing or wrong. */
public record NewAccount(
    @Nullable String corpId,
    @Nullable String channel,
    @Nullable String memberUserid,
    @Nullable String credential,
    @Nullable Integer dailyQuota,
    @Nullable List<@Nullable String> tags,
    @Nullable Integer weight,
    @Nullable List<WarmUpPlan.@Nullable Stage> warmUp) {}
