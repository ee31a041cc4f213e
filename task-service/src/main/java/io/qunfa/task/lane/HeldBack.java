package io.qunfa.task.lane;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Waiting jobs that one thing holds back.
 *
 * @param reason in one word: a limit of account-service, why a job was deferred, or an {@link
 *     io.qunfa.protection.HoldReason}
 * @param why a sentence for a person, if there is one
 * @param until when the first of them may go on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeldBack(
    String reason, @Nullable String why, Instant until, int accounts, int jobs, long recipients) {}
