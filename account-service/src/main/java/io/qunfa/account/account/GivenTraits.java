package io.qunfa.account.account;

import io.qunfa.account.pool.WarmUpPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of an account, checked; what is null stays as it is, and of a new account gets
 * the usual value.
 *
 * @param tags none take all tags away
 * @param warmUp null if {@code endsWarmUp}
 * @param endsWarmUp the account shall have no plan
 */
record GivenTraits(
    @Nullable Integer dailyQuota,
    @Nullable List<String> tags,
    @Nullable Integer weight,
    @Nullable WarmUpPlan warmUp,
    boolean endsWarmUp) {
  GivenTraits {
    tags = tags == null ? null : List.copyOf(tags);
  }

  /** These, and where they say nothing the earlier ones. */
  GivenTraits after(GivenTraits earlier) {
    boolean saysPlan = warmUp != null || endsWarmUp;
    return new GivenTraits(
        dailyQuota == null ? earlier.dailyQuota : dailyQuota,
        tags == null ? earlier.tags : tags,
        weight == null ? earlier.weight : weight,
        saysPlan ? warmUp : earlier.warmUp,
        saysPlan ? endsWarmUp : earlier.endsWarmUp);
  }
}
