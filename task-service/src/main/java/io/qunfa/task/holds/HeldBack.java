package io.qunfa.task.holds;

import io.qunfa.protection.HoldReason;
import java.time.Instant;

/**
 * Recipients of a campaign or task that wait for one reason.
 *
 * @param until when the first of them are asked for again
 * @param why a sentence for a person
 */
public record HeldBack(HoldReason reason, long recipients, Instant until, String why) {}
