package io.qunfa.account.account;

import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of what callers may store.
 *
 * @param defaultDailyQuota recipients per account and day when the caller names none
 * @param maxDailyQuota the largest daily quota that may be given
 * @param maxBatch accounts in one batch
 * @param maxTags tags on one account
 * @param csvBatch lines of a file that are stored in one transaction
 * @param maxRejections rejected lines that the answer to a file lists; all are counted
 */
@Validated
@ConfigurationProperties("qunfa.accounts")
record AccountSettings(
    @DefaultValue("5000") @Min(1) int defaultDailyQuota,
    @DefaultValue("10000000") @Min(1) int maxDailyQuota,
    @DefaultValue("10000") @Min(1) @Max(100_000) int maxBatch,
    @DefaultValue("50") @Min(0) int maxTags,
    @DefaultValue("1000") @Min(1) @Max(10_000) int csvBatch,
    @DefaultValue("1000") @Min(0) int maxRejections) {
  AccountSettings {
    if (defaultDailyQuota > maxDailyQuota) {
      throw new IllegalArgumentException(
          "qunfa.accounts.default-daily-quota must not be larger than max-daily-quota");
    }
  }

  void requireBatch(int size) {
    if (size < 1 || size > maxBatch) {
      throw new Problem(
          ProblemCode.INVALID_REQUEST,
          "A batch holds 1 to " + maxBatch + " accounts, got " + size + ".");
    }
  }
}
