package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.WecomSettings;
import io.qunfa.executor.ExecutorSettings;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * When WeCom's list must show a task, if it exists. Fails at start if a call may still be under way
 * by then: its absence would prove nothing, and the job would be sent twice.
 */
@Component
class ListFreshness {
  private final FollowUpSettings settings;

  ListFreshness(FollowUpSettings settings, WecomSettings wecom, ExecutorSettings executor) {
    Duration longestCall = executor.callWithin().plus(wecom.answerTimeout());
    if (settings.listFreshness().compareTo(longestCall) <= 0) {
      throw new IllegalArgumentException(
          "qunfa.follow-ups.list-freshness (%s) must be longer than qunfa.executor.call-within and qunfa.wecom.answer-timeout together (%s)"
              .formatted(settings.listFreshness(), longestCall));
    }
    this.settings = settings;
  }

  /**
   * From when on a task that is not listed does not exist.
   *
   * @param sentAt when begin said GO
   */
  Instant provesAbsenceFrom(Instant sentAt) {
    return sentAt.plus(settings.listFreshness());
  }
}
