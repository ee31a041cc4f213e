package io.qunfa.apiexecutor.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qunfa.apiexecutor.token.CallWithToken;
import io.qunfa.apiexecutor.token.CredentialRejected;
import io.qunfa.apiexecutor.wecom.MassSend;
import io.qunfa.apiexecutor.wecom.WecomErrors;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.apiexecutor.wecom.WecomSettings;
import io.qunfa.content.MessageContent;
import io.qunfa.executor.CallWindow;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.ids.JobId;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.JobOutcome.DeferReason;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The one call that matters: one task at WeCom for one sender and his recipients. It is repeated at
 * most for a refused token, which proves that nothing was created, and neither starts once the
 * window is over. A job whose file WeCom has forgotten is put off once; its next attempt uploads
 * the file again.
 */
@Component
class CreateTask {
  private final CallWithToken calls;
  private final MassSend wecom;
  private final MassRequest request;
  private final MediaOfJob media;
  private final OutcomeOf outcomes;
  private final WecomSettings settings;

  CreateTask(
      CallWithToken calls,
      MassSend wecom,
      MassRequest request,
      MediaOfJob media,
      OutcomeOf outcomes,
      WecomSettings settings) {
    this.calls = calls;
    this.wecom = wecom;
    this.request = request;
    this.media = media;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  JobOutcome create(Job job, CallWindow window) {
    try {
      WecomResult<MassSend.Created> result = call(job, window);
      if (result instanceof WecomResult.Failed<?> failed
          && failed.fault() == WecomFault.MEDIA_GONE
          && media.uploadAgain(job)) {
        // Not uploaded here: begin's time is for the one call.
        return deferred(DeferReason.CHANNEL_UNAVAILABLE, failed.code(), failed.reply());
      }
      return result instanceof WecomResult.Done<MassSend.Created> done
          ? accepted(done.value())
          : outcomes.failure(result, job.externalUserIds().size());
    } catch (SuiteUnavailable away) {
      return deferred(DeferReason.SUITE_UNAVAILABLE, 0, String.valueOf(away.getMessage()));
    } catch (CredentialRejected rejected) {
      return deferred(DeferReason.CONFIGURATION, 0, String.valueOf(rejected.getMessage()));
    }
  }

  private WecomResult<MassSend.Created> call(Job job, CallWindow window) {
    ObjectNode body =
        request.of(job.sender(), job.externalUserIds(), job.content(), job.mediaIds());
    return calls.call(
        job.login(),
        authority ->
            window.isOver()
                ? new WecomResult.NotSent<>("begin was asked too long ago to call now")
                : wecom.create(authority, body));
  }

  private static JobOutcome accepted(MassSend.Created created) {
    return new JobOutcome.Accepted(
        created.msgid(),
        created.failList().stream()
            .map(id -> new JobOutcome.RefusedRecipient(id, WecomErrors.IN_FAIL_LIST))
            .toList());
  }

  private JobOutcome deferred(DeferReason reason, int code, String evidence) {
    return new JobOutcome.Deferred(
        reason,
        reason == DeferReason.CONFIGURATION ? settings.configurationRetry() : settings.busyRetry(),
        false,
        code,
        evidence);
  }

  /**
   * @param mediaIds WeCom's id by reference
   */
  record Job(
      JobId id,
      CallWithToken.Login login,
      String sender,
      List<String> externalUserIds,
      MessageContent content,
      Map<String, String> mediaIds) {}
}
