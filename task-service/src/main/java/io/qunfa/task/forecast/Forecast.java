package io.qunfa.task.forecast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the last job will be with the channel; members confirm in their own time.
 *
 * @param finish null: never, as things are
 * @param boundBy what the slowest account waits for longest
 */
public record Forecast(@Nullable Instant finish, Bound boundBy) {

  /** What takes the time. */
  public enum Bound {
    /** Nothing is left to send. */
    NOTHING,
    /** The calls themselves, one after the other. */
    CALLS,
    /** The moment for which it is scheduled. */
    SCHEDULE,
    DAILY_QUOTA,
    ACCOUNT_WINDOW,
    CLOSED_HOURS,
    /** What WeCom allows the corp at once and in a while, over all of its accounts. */
    CORP_CALLS,
    /** The account rests by the word of the limiter or the channel. */
    REST,
    /** Other campaigns' jobs that go before. */
    OTHER_WORK,
    /** An account may not send at all until a person changes that. */
    ACCOUNT_STATE
  }
}
