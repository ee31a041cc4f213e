package io.qunfa.apiexecutor.send;

import io.qunfa.apiexecutor.token.AccessTokens;
import io.qunfa.apiexecutor.token.CallWithToken;
import io.qunfa.apiexecutor.token.CredentialRejected;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.apiexecutor.wecom.WecomSettings;
import io.qunfa.executor.ChannelSender.Preparation;
import io.qunfa.job.JobContent;
import io.qunfa.wire.JobOutcome;
import io.qunfa.wire.SendCommand;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Gets the token and uploads the media, so that after begin only the one call is left to do. */
@Component
public class PrepareSending {
  private final AccessTokens tokens;
  private final MediaOfJob media;
  private final CreateTask create;
  private final OutcomeOf outcomes;
  private final WecomSettings settings;

  PrepareSending(
      AccessTokens tokens,
      MediaOfJob media,
      CreateTask create,
      OutcomeOf outcomes,
      WecomSettings settings) {
    this.tokens = tokens;
    this.media = media;
    this.create = create;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  public Preparation prepare(
      SendCommand command, JobContent content, List<String> externalUserIds) {
    CallWithToken.Login login =
        new CallWithToken.Login(command.tenantId(), command.corpId(), command.credentialId());
    WecomResult<Map<String, String>> uploads;
    try {
      tokens.obtain(command.tenantId(), command.credentialId());
      uploads = media.upload(login, content.content());
    } catch (CredentialRejected rejected) {
      return new Preparation.NotNow(rejection(rejected));
    }
    return switch (uploads) {
      case WecomResult.Done<Map<String, String>> done ->
          new Preparation.Ready(
              window ->
                  create.create(
                      new CreateTask.Job(
                          command.jobId(),
                          login,
                          command.memberUserid(),
                          externalUserIds,
                          content.content(),
                          done.value()),
                      window));
      // An upload whose answer was lost reached nobody; it is simply done again.
      case WecomResult.NoAnswer<?> noAnswer ->
          new Preparation.NotNow(
              new JobOutcome.Deferred(
                  JobOutcome.DeferReason.CHANNEL_UNAVAILABLE,
                  settings.busyRetry(),
                  false,
                  0,
                  "uploading a file: " + noAnswer.why()));
      case WecomResult<?> failed ->
          outcomes.failure(failed) instanceof JobOutcome.Deferred deferred
              ? new Preparation.NotNow(ofThisJob(deferred))
              // Refused: said after begin, when the job is ours to answer for.
              : new Preparation.Ready(window -> outcomes.failure(failed));
    };
  }

  /** An upload was put off: jobs of the account without a file can go. */
  private static JobOutcome.Deferred ofThisJob(JobOutcome.Deferred upload) {
    return new JobOutcome.Deferred(
        upload.reason(), upload.retryAfter(), false, upload.code(), upload.evidence());
  }

  private JobOutcome.Deferred rejection(CredentialRejected rejected) {
    return new JobOutcome.Deferred(
        JobOutcome.DeferReason.CONFIGURATION,
        settings.configurationRetry(),
        false,
        0,
        String.valueOf(rejected.getMessage()));
  }
}
