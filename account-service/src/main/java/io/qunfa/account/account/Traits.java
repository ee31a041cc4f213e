package io.qunfa.account.account;

import io.qunfa.account.pool.WarmUpPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What callers may set and change of an account.
 *
 * @param dailyQuota recipients per day in the corp's zone
 * @param weight its share of the work beside others, 100 is usual
 * @param warmUp null: it begins with its whole quota
 */
record Traits(int dailyQuota, List<String> tags, int weight, @Nullable WarmUpPlan warmUp) {
  Traits {
    tags = List.copyOf(tags);
  }
}
