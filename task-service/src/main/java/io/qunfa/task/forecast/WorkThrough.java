package io.qunfa.task.forecast;

import io.qunfa.channel.Channel;
import io.qunfa.permit.SendingAccount;
import io.qunfa.permit.SendingAccount.Pace;
import io.qunfa.task.forecast.Forecast.Bound;
import io.qunfa.task.forecast.Workload.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
  private final List<ClosedHours> closed;
  private final Map<Bound, Duration> waited = new EnumMap<>(Bound.class);
  private Instant now;
  private Instant dayTurnsAt;
  private long leftToday;
  private Instant windowBegan;
  private long leftInWindow;

  WorkThrough(SendingAccount account, List<ClosedHours> closed, Instant start) {
    this.account = account;
    this.closed = List.copyOf(closed);
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

  /** Waits for something that has nothing to do with limits. */
  WorkThrough notBefore(Instant moment, Bound why) {
    waitUntil(moment, why);
    return this;
  }

  WorkThrough others(Share share) {
    Map<Bound, Duration> own = new EnumMap<>(waited);
    Instant before = now;
    work(share);
    waited.clear();
    waited.putAll(own);
    count(Bound.OTHER_WORK, Duration.between(before, now));
    return this;
  }

  WorkThrough own(Share share) {
    work(share);
    return this;
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

  private void work(Share share) {
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
              Math.min(leftToday / perJob, callsUntil(end(now))));
      long calls = Math.max(1, whole);
      long sent = whole > 0 ? Math.min(recipients, whole * perJob) : part(perJob, countsMessages);
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

  /** The next moment at which something changes by itself. */
  private Instant end(Instant from) {
    Instant end = dayTurnsAt;
    for (ClosedHours hours : closed) {
      Instant closes = hours.openUntil(from);
      end = closes.isBefore(end) ? closes : end;
    }
    return end;
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
    Instant opens = now;
    // Each of several closed hours may end within another one.
    for (int i = 0; i <= closed.size(); i++) {
      for (ClosedHours hours : closed) {
        opens = hours.openFrom(opens);
      }
    }
    waitUntil(opens, Bound.CLOSED_HOURS);
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
