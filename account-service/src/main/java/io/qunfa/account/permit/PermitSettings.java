package io.qunfa.account.permit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits where no policy says otherwise, and how permits live. The daily quota is a property of
 * each account.
 *
 * @param slotsPerWindow calls (api) or messages (ipad, rpa) of one account in any window
 * @param window the length of the sliding window
 * @param parts the window is counted in this many parts, so a slot is free again at most one part
 *     later than it might be; the memory of an account grows with it
 * @param life how long after the grant a sending may begin
 * @param lateness how much later than the permit's end a call may still leave: what {@code
 *     qunfa.executor.call-within} of the executors gives a call after its permit was looked at (30
 *     s), and five seconds on the way. They belong together: raise it with them
 * @param callLasts how long a call is under way at most: so much later a permit that nobody settled
 *     is no call under way any more
 * @param settleable how long after its end a permit can still be settled
 * @param limitsKnownFor how long policies, quota and state of an account are taken from memory
 *     before they are read again: a change counts at most this much later
 * @param stateRetry when to ask again for an account that may not send
 * @param outageRetry when to ask again while Redis cannot be asked
 * @param api the calls of one API per corp
 * @param pools what a tenant and the whole installation may send
 * @param loss what happens when Redis has lost what was counted
 */
@Validated
@ConfigurationProperties("qunfa.permits")
record PermitSettings(
    @DefaultValue("300") @Min(1) int slotsPerWindow,
    @DefaultValue("5m") @NotNull Duration window,
    @DefaultValue("60") @Min(2) @Max(100) int parts,
    @DefaultValue("1m") @NotNull Duration life,
    @DefaultValue("35s") @NotNull Duration lateness,
    @DefaultValue("30s") @NotNull Duration callLasts,
    @DefaultValue("1h") @NotNull Duration settleable,
    @DefaultValue("1s") @NotNull Duration limitsKnownFor,
    @DefaultValue("1m") @NotNull Duration stateRetry,
    @DefaultValue("2s") @NotNull Duration outageRetry,
    @DefaultValue @Valid ApiSettings api,
    @DefaultValue @Valid PoolSettings pools,
    @DefaultValue @Valid LossSettings loss) {
  PermitSettings {
    if (window.toMillis() < parts) {
      throw new IllegalArgumentException(
          "qunfa.permits.window must be at least as many milliseconds as it has parts");
    }
    if (life.toMillis() < 1 || lateness.isNegative() || callLasts.isNegative()) {
      throw new IllegalArgumentException(
          "qunfa.permits.life, lateness and call-lasts must not be negative");
    }
    if (loss.closed().compareTo(window.plus(life).plus(lateness)) < 0) {
      throw new IllegalArgumentException(
          "qunfa.permits.loss.closed must not be shorter than window, life and lateness together:"
              + " calls from before the loss would still count at the channel");
    }
  }

  /** Rounded up, so that the parts never cover less than the window. */
  long partMillis() {
    return Math.ceilDiv(window.toMillis(), parts);
  }

  /**
   * The calls of one API per corp. Sources of the figures: wecom-api 7.3 (published rates; begin
   * with at most 20 % and 5 calls at once, then find out).
   *
   * @param perMinute the published rate per minute
   * @param perHour the published rate per hour
   * @param startShare thousandths of the published rates to begin with
   * @param leastShare never less than this, however often WeCom pushes back
   * @param mostShare never more than this; with startShare at most 1000, so that the published rate
   *     of an hour holds also over a loss of Redis, after which an hour begins with startShare
   * @param step thousandths by which the share grows
   * @param stepEvery how often it grows while at least half of it is used and nothing is pushed
   *     back
   * @param atOnce calls under way to begin with
   * @param mostAtOnce calls under way at most
   * @param crowdedRetry when to ask again while too many calls are under way
   * @param longestBlock how long an API is closed at most after 45009
   * @param sliceLife how long after the grant the calls of a slice may begin
   */
  record ApiSettings(
      @DefaultValue("10000") @Min(1) int perMinute,
      @DefaultValue("150000") @Min(1) int perHour,
      @DefaultValue("200") @Min(1) @Max(1000) int startShare,
      @DefaultValue("10") @Min(1) @Max(1000) int leastShare,
      @DefaultValue("800") @Min(1) @Max(1000) int mostShare,
      @DefaultValue("10") @Min(0) @Max(1000) int step,
      @DefaultValue("1m") @NotNull Duration stepEvery,
      @DefaultValue("5") @Min(1) int atOnce,
      @DefaultValue("50") @Min(1) int mostAtOnce,
      @DefaultValue("300ms") @NotNull Duration crowdedRetry,
      @DefaultValue("1h") @NotNull Duration longestBlock,
      @DefaultValue("15s") @NotNull Duration sliceLife) {
    ApiSettings {
      if (leastShare > startShare || startShare > mostShare || startShare + mostShare > 1000) {
        throw new IllegalArgumentException(
            "qunfa.permits.api: least-share, start-share and most-share must grow in this order,"
                + " and start-share with most-share must not be over 1000");
      }
      if (atOnce > mostAtOnce) {
        throw new IllegalArgumentException(
            "qunfa.permits.api.at-once must not be over most-at-once");
      }
    }
  }

  /**
   * Limits over all corps; 0 is none. Those of tenants are the default for tenants whose policy
   * says nothing.
   *
   * @param zone where the days of tenants and of the installation turn
   * @param leaveOpen how long a leave that was drawn waits for its permit
   */
  record PoolSettings(
      @DefaultValue("0") @Min(0) int tenantRecipientsPerDay,
      @DefaultValue("0") @Min(0) int tenantCallsPerMinute,
      @DefaultValue("0") @Min(0) int globalRecipientsPerDay,
      @DefaultValue("0") @Min(0) int globalCallsPerMinute,
      @DefaultValue("Asia/Shanghai") @NotNull String zone,
      @DefaultValue("10s") @NotNull Duration leaveOpen) {}

  /**
   * @param closed how long nothing is permitted after Redis lost what was counted: by then no call
   *     from before the loss is in a window any more
   * @param doubt how long nothing is permitted after Redis was connected again: by then every other
   *     replica has told what it knows to have been counted; this one waits for its own word
   * @param tellEvery how often a replica tells that to MySQL, and learns it from there
   * @param creditParts a day's quota is noted in MySQL in this many parts before it is given out; a
   *     loss costs an account at most one of them for that day
   */
  record LossSettings(
      @DefaultValue("420s") @NotNull Duration closed,
      @DefaultValue("3s") @NotNull Duration doubt,
      @DefaultValue("1s") @NotNull Duration tellEvery,
      @DefaultValue("20") @Min(1) @Max(1000) int creditParts) {
    LossSettings {
      if (doubt.compareTo(tellEvery.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException(
            "qunfa.permits.loss.doubt must not be shorter than two rounds of tell-every");
      }
    }
  }
}
