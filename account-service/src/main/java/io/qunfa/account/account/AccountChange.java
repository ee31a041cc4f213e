package io.qunfa.account.account;

import io.qunfa.account.pool.WarmUpPlan;
import io.qunfa.ids.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to change of an account; what is missing stays as it is.
 *
 * @param credential the name of one of the corp's credentials
 * @param warmUp no stages end the warm-up
 */
record AccountChange(
    @Nullable AccountId accountId,
    @Nullable String credential,
    @Nullable Integer dailyQuota,
    @Nullable List<@Nullable String> tags,
    @Nullable Integer weight,
    @Nullable List<WarmUpPlan.@Nullable Stage> warmUp) {}
