package io.qunfa.task.lane;

import java.time.Instant;

/**
 * The limiter or the channel said no to the whole account.
 *
 * @param by one word for metrics, for example DAILY_QUOTA
 * @param why a sentence for a person, may be empty
 */
public record LaneRest(LaneId laneId, Instant until, String by, String why) {}
