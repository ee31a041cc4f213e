package io.qunfa.apiexecutor.send;

import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.apiexecutor.wecom.WecomSettings;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/**
 * What a call that created no task means for its job.
 *
 * <p>An answer with an error number proves that nothing was created; that holds for -1 (busy) too,
 * which WeCom itself asks to be repeated (wecom-api 1.1, 7.1). The repeat is a new dispatch, with a
 * permit of its own. Only an answer that did not come, or could not be read, leaves the question
 * open. A number that is not in the table is final and its raw answer is kept: nobody knows what a
 * repeat would do.
 */
@Component
class OutcomeOf {
  private final WecomSettings settings;

  OutcomeOf(WecomSettings settings) {
    this.settings = settings;
  }

  /**
   * For a call that names this many recipients: a number about one of them must not refuse the
   * others, so a person looks at the job, whose recipients stay planned.
   */
  JobOutcome failure(WecomResult<?> result, int recipients) {
    return recipients > 1
            && result instanceof WecomResult.Failed<?> failed
            && failed.fault() == WecomFault.ONE_RECIPIENT
        ? deferred(DeferReason.ONE_OF_MANY, Duration.ZERO, failed.code(), failed.reply())
        : failure(result);
  }

  JobOutcome failure(WecomResult<?> result) {
    return switch (result) {
      case WecomResult.Done<?> done -> throw new IllegalArgumentException("not a failure: " + done);
      case WecomResult.Failed<?> failed -> error(failed);
      case WecomResult.HeldBack<?> held ->
          new JobOutcome.Deferred(
              DeferReason.LIMITED,
              held.retryAfter(),
              true,
              0,
              held.why() + "; it may be called again in " + held.retryAfter());
      case WecomResult.NotSent<?> notSent ->
          deferred(DeferReason.CHANNEL_UNAVAILABLE, settings.busyRetry(), 0, notSent.why());
      case WecomResult.Misdirected<?> misdirected ->
          deferred(
              DeferReason.CONFIGURATION,
              settings.configurationRetry(),
              0,
              "WECOM_BASE_URL or a proxy is wrong: " + misdirected.why());
      case WecomResult.NoAnswer<?> noAnswer -> new JobOutcome.Unknown(noAnswer.why());
    };
  }

  private JobOutcome error(WecomResult.Failed<?> failed) {
    int code = failed.code();
    String reply = failed.reply();
    return switch (failed.fault()) {
      case BUSY, STILL_DISPATCHING ->
          deferred(DeferReason.CHANNEL_UNAVAILABLE, settings.busyRetry(), code, reply);
      case TOKEN -> deferred(DeferReason.CHANNEL_UNAVAILABLE, settings.busyRetry(), code, reply);
      case TOO_MANY_AT_ONCE ->
          deferred(DeferReason.LIMITED, withChance(settings.parallelRetry()), code, reply);
      case TOO_OFTEN ->
          new JobOutcome.Deferred(DeferReason.LIMITED, failed.retryAfter(), true, code, reply);
      case REMINDED_ENOUGH -> deferred(DeferReason.LIMITED, settings.rateWindow(), code, reply);
      case CONFIGURATION ->
          deferred(DeferReason.CONFIGURATION, settings.configurationRetry(), code, reply);
      case TARGET,
          ONE_RECIPIENT,
          CONTENT,
          MEDIA_GONE,
          PAGE_TOO_LARGE,
          CURSOR_INVALID,
          CANCELLED_ALREADY,
          UNKNOWN ->
          new JobOutcome.Refused(code, reply);
    };
  }

  private static JobOutcome deferred(
      DeferReason reason, Duration retryAfter, int code, String evidence) {
    return new JobOutcome.Deferred(reason, retryAfter, false, code, evidence);
  }

  private static Duration withChance(Duration atLeast) {
    return atLeast.plusMillis(ThreadLocalRandom.current().nextLong(atLeast.toMillis() + 1));
  }
}
