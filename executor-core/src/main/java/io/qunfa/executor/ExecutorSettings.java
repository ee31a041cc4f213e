package io.qunfa.executor;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much an executor does at once and how long it waits.
 *
 * @param prefetch messages taken from the broker ahead; those that wait for a slot cost little
 * @param parallel jobs in work at once in this process
 * @param parallelPerCorp jobs of one corp in work at once: WeCom answers 45033 beyond a number it
 *     does not publish, reports say five (wecom-api 7.3)
 * @param parallelPerAccount jobs of one account in work at once
 * @param recipientsInMemory recipients of all jobs in work at once: bounds the memory, whatever the
 *     size of the jobs
 * @param parallelFollowUps follow-ups in work at once
 * @param parallelFollowUpsPerCorp follow-ups of one corp in work at once
 * @param followUpPause how long to wait when there was nothing to follow up
 * @param confirmTimeout how long to wait for the broker to confirm a report before it is published
 *     again
 * @param gateKnownFor how long account-service's word that an account may send counts, from when it
 *     was asked for
 * @param gateTimeout how long to wait for that word; without it nothing is sent. Both together
 *     bound how long after an order to stop a call may still begin
 * @param suiteRetry when a job shall be tried again after a service of ours did not answer
 * @param callWithin no call to the channel starts later than this after begin was asked: a lost one
 *     is looked for by what is known to be over. The limiter counts a permit until then: {@code
 *     qunfa.permits.lateness} of account-service must be at least five seconds longer
 * @param stopWithin how long a stopping process waits for jobs in work
 * @param crashAt only for tests: the process halts when it comes to this point; leave it unset
 * @param crashAfter only for tests: at which time of coming there
 */
@Validated
@ConfigurationProperties("qunfa.executor")
public record ExecutorSettings(
    @DefaultValue("256") @Min(1) int prefetch,
    @DefaultValue("32") @Min(1) int parallel,
    @DefaultValue("5") @Min(1) int parallelPerCorp,
    @DefaultValue("1") @Min(1) int parallelPerAccount,
    @DefaultValue("200000") @Min(10_000) int recipientsInMemory,
    @DefaultValue("16") @Min(1) int parallelFollowUps,
    @DefaultValue("4") @Min(1) int parallelFollowUpsPerCorp,
    @DefaultValue("500ms") @NotNull Duration followUpPause,
    @DefaultValue("10s") @NotNull Duration confirmTimeout,
    @DefaultValue("1s") @NotNull Duration gateKnownFor,
    @DefaultValue("800ms") @NotNull Duration gateTimeout,
    @DefaultValue("5s") @NotNull Duration suiteRetry,
    @DefaultValue("30s") @NotNull Duration callWithin,
    @DefaultValue("25s") @NotNull Duration stopWithin,
    @Nullable CrashPoint crashAt,
    @DefaultValue("1") @Min(1) int crashAfter) {
  private static final Duration MUST_OBEY_WITHIN = Duration.ofSeconds(2);

  public ExecutorSettings {
    if (gateKnownFor.plus(gateTimeout).compareTo(MUST_OBEY_WITHIN) > 0) {
      throw new IllegalArgumentException(
          "qunfa.executor.gate-known-for and gate-timeout together must not be longer than "
              + MUST_OBEY_WITHIN
              + ": executors must obey an order to stop within that time");
    }
    if (prefetch < parallel) {
      throw new IllegalArgumentException(
          "qunfa.executor.prefetch must not be smaller than parallel: some could never be in work");
    }
    if (parallelPerCorp > parallel || parallelPerAccount > parallelPerCorp) {
      throw new IllegalArgumentException(
          "qunfa.executor.parallel-per-account must not be larger than parallel-per-corp, and that"
              + " not larger than parallel");
    }
  }
}
