package io.qunfa.account.account;

import io.qunfa.account.pool.WarmUpPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what is wrong with what callers want to set of an account. */
@Component
class CheckTraits {
  static final int USUAL_WEIGHT = 100;
  private static final int MAX_WEIGHT = 1000;
  private static final int MAX_TAG = 64;

  private final AccountSettings settings;

  CheckTraits(AccountSettings settings) {
    this.settings = settings;
  }

  /** Of use only if nothing was found. */
  GivenTraits traits(NewAccount request, Findings findings, String at) {
    return new GivenTraits(
        quota(request.dailyQuota(), findings, at),
        tags(request.tags(), findings, at),
        weight(request.weight(), findings, at),
        warmUp(request.warmUp(), findings, at),
        request.warmUp() != null && request.warmUp().isEmpty());
  }

  @Nullable Integer quota(@Nullable Integer given, Findings findings, String at) {
    if (given != null && (given < 1 || given > settings.maxDailyQuota())) {
      findings.add(at + "/dailyQuota", "must be 1 to " + settings.maxDailyQuota());
    }
    return given;
  }

  @Nullable Integer weight(@Nullable Integer given, Findings findings, String at) {
    if (given != null && (given < 1 || given > MAX_WEIGHT)) {
      findings.add(at + "/weight", "must be 1 to " + MAX_WEIGHT + "; 100 is usual");
    }
    return given;
  }

  /** No stages are no plan. */
  @Nullable WarmUpPlan warmUp(
      @Nullable List<WarmUpPlan.@Nullable Stage> given, Findings findings, String at) {
    if (given == null || given.isEmpty()) {
      return null;
    }
    List<WarmUpPlan.Stage> stages = new ArrayList<>();
    for (WarmUpPlan.Stage stage : given) {
      if (stage == null) {
        findings.add(at + "/warmUp", "a stage of percent and days is expected, got null");
        return null;
      }
      stages.add(stage);
    }
    try {
      return new WarmUpPlan(stages);
    } catch (IllegalArgumentException unfit) {
      findings.add(at + "/warmUp", String.valueOf(unfit.getMessage()));
      return null;
    }
  }

  @Nullable List<String> tags(
      @Nullable List<@Nullable String> given, Findings findings, String at) {
    if (given == null) {
      return null;
    }
    if (given.size() > settings.maxTags()) {
      findings.add(at + "/tags", "holds " + given.size() + " tags, at most " + settings.maxTags());
      return List.of();
    }
    List<String> tags = new ArrayList<>();
    for (int index = 0; index < given.size(); index++) {
      String text = given.get(index);
      String tag = text == null ? "" : text.strip();
      if (tag.isEmpty() || tag.length() > MAX_TAG) {
        findings.add(at + "/tags/" + index, "must have 1 to " + MAX_TAG + " characters");
      } else if (!tags.contains(tag)) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
