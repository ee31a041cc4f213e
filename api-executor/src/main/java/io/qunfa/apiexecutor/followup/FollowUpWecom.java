package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.token.CredentialRejected;
import io.qunfa.executor.ChannelSender.Reports;
import io.qunfa.job.FollowUp;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs one follow-up of any kind. */
@Component
public class FollowUpWecom {
  private static final Logger log = LoggerFactory.getLogger(FollowUpWecom.class);

  private final AskReceipts receipts;
  private final StopTask stop;
  private final ResolveUnknown resolve;

  FollowUpWecom(AskReceipts receipts, StopTask stop, ResolveUnknown resolve) {
    this.receipts = receipts;
    this.stop = stop;
    this.resolve = resolve;
  }

  public void run(FollowUp followUp, Reports reports) {
    try {
      switch (followUp.kind()) {
        case RECEIPTS ->
            receipts.receipts(followUp, Objects.requireNonNull(followUp.msgid()), reports);
        case STOP -> stop.stop(followUp, Objects.requireNonNull(followUp.msgid()), reports);
        case RESOLVE ->
            resolve.resolve(followUp, Objects.requireNonNull(followUp.content()), reports);
      }
    } catch (AskLater | CredentialRejected later) {
      log.info(
          "{} of job {} has no answer now ({}); it is asked again when its lease ends",
          followUp.kind(),
          followUp.jobId(),
          later.getMessage());
    }
  }
}
