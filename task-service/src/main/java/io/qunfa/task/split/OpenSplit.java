package io.qunfa.task.split;

import io.qunfa.task.job.JobKey;
import java.time.Instant;

/** A split that the ledger may or may not know of yet. */
record OpenSplit(JobKey job, int keep, String permitId, Instant restNotBefore, String heldBy) {}
