package io.qunfa.simulator.settings;

import java.time.Duration;
import java.util.List;

/**
 * How the simulated WeCom behaves.
 *
 * @param confirmDelayMinMs shortest time until a member confirms a task
 * @param confirmDelayMaxMs longest time until a member confirms a task
 * @param deliveryDelayMs how long after its member's confirmation every customer's result still
 *     reads 0, also if the task is cancelled meanwhile
 * @param neverConfirmShare share of members who never confirm by themselves, 0 to 1
 * @param remindedConfirmShare share of those who confirm once they are reminded
 * @param notFriendShare share of customers who turn out to be no friend any more (status 2)
 * @param overQuotaShare share of customers who are over their receive quota anyway (status 3)
 * @param allowSelectDropShare share of customers whom the member deselects where a task allows it;
 *     they stay 0
 * @param openContacts true: every well-formed id is a customer of every member, and members exist
 * @param strangerErrcode errcode by which a whole task is refused if one of its ids cannot be sent
 *     to; 0: such ids go to fail_list
 * @param dispatchDelayMs how long the records of a new task answer 41063
 * @param listLagMs how long a new task is missing from get_groupmsg_list_v2
 * @param tokenTtlSeconds life of an access token
 * @param wrongSecretLimit wrong secrets per hour and source address until gettoken is blocked
 * @param quotaMode receive quota of customers and groups
 * @param ratePerMinute calls per corp, API and minute until 45009; 0 for no limit
 * @param ratePerHour calls per corp, API and hour until 45009; 0 for no limit
 * @param maxConcurrent parallel calls per corp of any one API until 45033; 0 for no limit
 * @param listedMaxConcurrent the same for the APIs in {@code concurrencyListed}
 * @param concurrencyListed APIs which are known to limit parallel calls
 * @param latencyMinMs shortest time that a call takes
 * @param latencyMaxMs longest time that a call takes
 * @param pageMax largest page that any paged API returns whatever it was asked for; 0 for its own
 *     limit
 * @param imageMaxBytes largest temporary image
 * @param seed decides all that looks random: the same seed gives the same members and customers
 */
public record Settings(
    long confirmDelayMinMs,
    long confirmDelayMaxMs,
    long deliveryDelayMs,
    double neverConfirmShare,
    double remindedConfirmShare,
    double notFriendShare,
    double overQuotaShare,
    double allowSelectDropShare,
    boolean openContacts,
    int strangerErrcode,
    long dispatchDelayMs,
    long listLagMs,
    long tokenTtlSeconds,
    int wrongSecretLimit,
    QuotaMode quotaMode,
    int ratePerMinute,
    int ratePerHour,
    int maxConcurrent,
    int listedMaxConcurrent,
    List<String> concurrencyListed,
    long latencyMinMs,
    long latencyMaxMs,
    int pageMax,
    long imageMaxBytes,
    long seed) {

  public Settings {
    ordered("confirmDelay", confirmDelayMinMs, confirmDelayMaxMs);
    ordered("latency", latencyMinMs, latencyMaxMs);
    share("neverConfirmShare", neverConfirmShare);
    share("remindedConfirmShare", remindedConfirmShare);
    share("notFriendShare", notFriendShare);
    share("overQuotaShare", overQuotaShare);
    share("allowSelectDropShare", allowSelectDropShare);
    notNegative("deliveryDelayMs", deliveryDelayMs);
    notNegative("dispatchDelayMs", dispatchDelayMs);
    notNegative("listLagMs", listLagMs);
    notNegative("tokenTtlSeconds", tokenTtlSeconds);
    notNegative("wrongSecretLimit", wrongSecretLimit);
    notNegative("ratePerMinute", ratePerMinute);
    notNegative("ratePerHour", ratePerHour);
    notNegative("maxConcurrent", maxConcurrent);
    notNegative("listedMaxConcurrent", listedMaxConcurrent);
    notNegative("pageMax", pageMax);
    notNegative("imageMaxBytes", imageMaxBytes);
    if (quotaMode == null || concurrencyListed == null) {
      throw new IllegalArgumentException("quotaMode and concurrencyListed must not be null");
    }
    concurrencyListed = List.copyOf(concurrencyListed);
  }

  public static Settings defaults() {
    return new Settings(
        2_000,
        20_000,
        0,
        0,
        0,
        0,
        0,
        0.1,
        false,
        0,
        1_000,
        1_000,
        7_200,
        2_000,
        QuotaMode.MONTH_DAYS,
        10_000,
        150_000,
        0,
        5,
        List.of("mark_tag", "remark", "get_groupmsg_task"),
        0,
        0,
        0,
        10L * 1024 * 1024,
        1);
  }

  public Duration deliveryDelay() {
    return Duration.ofMillis(deliveryDelayMs);
  }

  public Duration dispatchDelay() {
    return Duration.ofMillis(dispatchDelayMs);
  }

  public Duration listLag() {
    return Duration.ofMillis(listLagMs);
  }

  public Duration tokenTtl() {
    return Duration.ofSeconds(tokenTtlSeconds);
  }

  /** The size of a page: what was asked for, unless the setting makes pages smaller. */
  public int page(int asked) {
    return pageMax > 0 ? Math.min(pageMax, asked) : asked;
  }

  /** How many calls of one API a corp may have under way; 0 for no limit. */
  public int concurrencyOf(String api) {
    int listed = concurrencyListed.contains(api) ? listedMaxConcurrent : 0;
    if (listed == 0 || maxConcurrent == 0) {
      return Math.max(listed, maxConcurrent);
    }
    return Math.min(listed, maxConcurrent);
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, got " + value);
    }
  }

  private static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, got " + value);
    }
  }

  private static void ordered(String name, long min, long max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          name + "MinMs must be from 0 to " + name + "MaxMs, got " + min + " and " + max);
    }
  }
}
