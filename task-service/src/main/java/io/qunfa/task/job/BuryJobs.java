package io.qunfa.task.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.JobId;
import io.qunfa.task.deadletter.DeadReason;
import io.qunfa.task.deadletter.LetterBook;
import io.qunfa.task.deadletter.LetterKind;
import io.qunfa.task.deadletter.LetterState;
import io.qunfa.task.deadletter.NewLetter;
import io.qunfa.task.deadletter.Payload;
import io.qunfa.wire.BrokerNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps the dead letters of jobs in step with the jobs, in the transaction of the change. */
@Component
class BuryJobs {
  private final LetterBook letters;
  private final ObjectMapper json;

  BuryJobs(LetterBook letters, ObjectMapper json) {
    this.letters = letters;
    this.json = json;
  }

  /** What a person wants to know of the job as it died. */
  private record Remains(
      JobId job,
      CorpId corpId,
      Channel channel,
      AccountId accountId,
      Priority priority,
      int recipients,
      int dispatches,
      int deferrals,
      @Nullable Instant lastCallAt,
      int code,
      @Nullable String evidence,
      boolean everUnknown) {}

  void changed(List<JobChange> changes) {
    for (JobChange change : changes) {
      boolean wasDead = change.before().status() == JobStatus.DEAD;
      boolean isDead = change.after().status() == JobStatus.DEAD;
      if (isDead && !wasDead) {
        letters.enter(letterOf(change.after()));
      } else if (wasDead && !isDead) {
        close(change.after());
      }
    }
  }

  /** Whoever decided has closed it with his name before; this is for all others. */
  private void close(SendJob job) {
    switch (job.status()) {
      case READY -> letters.close(job.tenantId(), nameOf(job), LetterState.REPLAYED, "");
      case ACCEPTED ->
          letters.close(
              job.tenantId(), nameOf(job), LetterState.SETTLED, "The channel had it after all.");
      case CANCELLED ->
          letters.close(
              job.tenantId(), nameOf(job), LetterState.WITHDRAWN, "Its campaign has ended.");
      case DISPATCHED, SENDING, REFUSED, UNKNOWN, DEAD ->
          throw new IllegalStateException("a dead job must not become " + job.status());
    }
  }

  private NewLetter letterOf(SendJob job) {
    NewLetter.About about =
        new NewLetter.About(
            job.id().campaignId(),
            job.id().jobNo(),
            job.epoch(),
            job.corpId(),
            job.channel(),
            job.accountId(),
            job.recipients(),
            job.code());
    return new NewLetter(
        job.tenantId(),
        LetterKind.JOB,
        nameOf(job),
        BrokerNames.queueOf(job.channel()),
        reasonOf(job),
        job.evidence(),
        job.epoch(),
        about,
        Payload.of(jsonOf(job)),
        Map.of());
  }

  private static DeadReason reasonOf(SendJob job) {
    String heldBy = job.heldBy();
    if (heldBy == null) {
      throw new IllegalStateException("job " + job.id() + " is dead without a reason");
    }
    return DeadReason.valueOf(heldBy);
  }

  private byte[] jsonOf(SendJob job) {
    Remains remains =
        new Remains(
            job.id(),
            job.corpId(),
            job.channel(),
            job.accountId(),
            job.priority(),
            job.recipients(),
            job.epoch(),
            job.deferrals(),
            job.begunAt(),
            job.code(),
            job.evidence(),
            job.talk().everUnknown());
    try {
      return json.writeValueAsBytes(remains);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String nameOf(SendJob job) {
    return job.id().toString();
  }
}
