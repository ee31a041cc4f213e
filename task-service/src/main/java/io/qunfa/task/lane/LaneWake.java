package io.qunfa.task.lane;

import java.time.Instant;

/**
 * A job of this lane may leave, or a place in flight became free.
 *
 * @param at not before
 */
public record LaneWake(LaneId laneId, Instant at) {}
