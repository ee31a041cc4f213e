package io.qunfa.account.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account as a caller describes it, not yet checked: everything may be missing or wrong. */
record NewAccount(
    @Nullable String corpId,
    @Nullable String channel,
    @Nullable String memberUserid,
    @Nullable String credential,
    @Nullable Integer dailyQuota,
    @Nullable List<@Nullable String> tags) {}
