package io.qunfa.task.split;

import io.qunfa.channel.Priority;
import io.qunfa.ids.CorpId;
import io.qunfa.task.job.JobKey;
import io.qunfa.task.lane.LaneId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A split that the ledger may or may not know of yet.
 *
 * @param permitId what was granted of the job; null if it was given back already
 * @param failures tries so far that came to nothing
 */
record OpenSplit(
    JobKey job,
    CorpId corpId,
    LaneId lane,
    Priority priority,
    int keep,
    @Nullable String permitId,
    Instant restNotBefore,
    String heldBy,
    int failures) {}
