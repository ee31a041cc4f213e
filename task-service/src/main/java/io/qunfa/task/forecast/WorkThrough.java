package io.qunfa.task.forecast;

import io.qunfa.channel.Channel;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SendingAccount.Pace;
import io.qunfa.task.forecast.CorpCalls.Burst;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Parcel;
import io.qunfa.task.forecast.Workload.Rest;
import io.qunfa.task.forecast.Workload.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Lets one account work through its share on paper: a call after the other, as many in a window and
 * recipients in a day as it may, never in closed hours. Takes steps of a window or a day, not of a
 * call, so a share of any size is worked through at once.
 */
final class WorkThrough {
  /** From dispatch to the channel's answer, generously. */
  static final Duration PER_CALL = Duration.ofSeconds(1);

  /** The product's defaults, for an account whose limits are not told. */
  private static final int CALLS = 300;

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Duration DAY = Duration.ofDays(1);

  private final SendingAccount account;
  private final Pace pace;
  private final OpenHours open;
  private final List<Burst> bursts = new ArrayList<>();
  private final Map<Bound, Duration> waited = new EnumMap<>(Bound.class);
  private Instant now;
  private Instant dayTurnsAt;
  private long leftToday;
  private Instant windowBegan;
  private long leftInWindow;

  WorkThrough(SendingAccount account, OpenHours open, Instant start) {
    this.account = account;
    this.open = open;
    this.now = start;
    this.pace = paceOf(account, start);
    this.dayTurnsAt = pace.dayTurnsAt();
    this.leftToday = Math.max(0, account.dailyQuota() - account.usedToday());
    this.windowBegan = start;
    this.leftInWindow = pace.perWindow();
  }

  private static Pace paceOf(SendingAccount account, Instant start) {
    Pace told = account.pace();
    return told != null
        ? told
        : new Pace(
            CALLS,
            WINDOW,
            start.atZone(ZONE).toLocalDate().plusDays(1).atStartOfDay(ZONE).toInstant());
  }

  /** Calls that have their permits are at it all at once and use no more of any limit. */
  WorkThrough underWay(long calls) {
    if (calls > 0) {
      bursts.add(new Burst(now, calls, true));
      waitUntil(now.plus(PER_CALL), Bound.CALLS);
    }
    return this;
  }

  /** Waits for something that has nothing to do with its limits. */
  void await(Rest rest) {
    waitUntil(rest.until(), rest.why());
  }

  void parcel(Parcel parcel) {
    Rest hold = parcel.hold();
    if (hold != null) {
      await(hold);
    }
    if (parcel.own()) {
      work(parcel.share(), true);
    } else {
      awaitOpen();
      others(parcel.share());
    }
  }

  private void others(Share share) {
    Map<Bound, Duration> own = new EnumMap<>(waited);
    Instant before = now;
    work(share, false);
    waited.clear();
    waited.putAll(own);
    count(Bound.OTHER_WORK, Duration.between(before, now));
  }

  List<Burst> bursts() {
    return bursts;
  }

  Instant end() {
    return now;
  }

  /** What took the most of the time. */
  Bound bound() {
    return waited.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .orElse(Bound.NOTHING);
  }

  private void work(Share share, boolean own) {
    long jobs = share.jobs();
    long recipients = share.recipients();
    while (recipients > 0 && jobs > 0) {
      awaitOpen();
      turnDay();
      if (leftToday == 0) {
        waitUntil(dayTurnsAt, Bound.DAILY_QUOTA);
        continue;
      }
      if (leftInWindow == 0) {
        waitUntil(windowBegan.plus(pace.window()), Bound.ACCOUNT_WINDOW);
        windowBegan = now;
        leftInWindow = pace.perWindow();
        continue;
      }
      long perJob = Math.ceilDiv(recipients, jobs);
      boolean countsMessages = account.channel() != Channel.API;
      long slotsPerJob = countsMessages ? perJob : 1;
      long whole =
          Math.min(
              Math.min(jobs, leftInWindow / slotsPerJob),
              Math.min(leftToday / perJob, callsUntil(open.until(now, dayTurnsAt))));
      long calls = Math.max(1, whole);
      long sent = whole > 0 ? Math.min(recipients, whole * perJob) : part(perJob, countsMessages);
      bursts.add(new Burst(now, calls, own));
      spend(calls, sent, countsMessages ? sent : calls);
      recipients -= sent;
      // What a split leaves over is a call of its own.
      jobs = whole > 0 ? jobs - whole : jobs;
      if (jobs == 0 && recipients > 0) {
        jobs = 1;
      }
    }
  }

  private long part(long perJob, boolean countsMessages) {
    long fits = Math.min(perJob, leftToday);
    return Math.max(1, countsMessages ? Math.min(fits, leftInWindow) : fits);
  }

  private void spend(long calls, long recipients, long slots) {
    Duration taken = PER_CALL.multipliedBy(calls);
    leftToday -= Math.min(leftToday, recipients);
    leftInWindow -= Math.min(leftInWindow, slots);
    now = now.plus(taken);
    count(Bound.CALLS, taken);
  }

  private long callsUntil(Instant end) {
    return Math.max(1, Duration.between(now, end).dividedBy(PER_CALL));
  }

  private void turnDay() {
    while (!dayTurnsAt.isAfter(now)) {
      dayTurnsAt = dayTurnsAt.plus(DAY);
      leftToday = account.dailyQuota();
    }
    if (!windowBegan.plus(pace.window()).isAfter(now)) {
      windowBegan = now;
      leftInWindow = pace.perWindow();
    }
  }

  private void awaitOpen() {
    waitUntil(open.from(now), Bound.CLOSED_HOURS);
  }

  private void waitUntil(Instant moment, Bound why) {
    if (moment.isAfter(now)) {
      count(why, Duration.between(now, moment));
      now = moment;
    }
  }

  private void count(Bound why, Duration time) {
    if (!time.isZero()) {
      waited.merge(why, time, Duration::plus);
    }
  }
}
