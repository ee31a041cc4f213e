package io.qunfa.task.lane;

import io.qunfa.channel.Priority;
import java.time.Instant;

/**
 * A job of this lane may leave, or a place in flight became free.
 *
 * @param at not before
 * @param priority of the job that waits, or that left its place
 */
public record LaneWake(LaneId laneId, Instant at, Priority priority) {}
