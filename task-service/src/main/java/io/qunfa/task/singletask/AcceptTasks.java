package io.qunfa.task.singletask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.channel.Channel;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.media.MediaStore;
import io.qunfa.task.numbering.CampaignNumbers;
import io.qunfa.task.singletask.Submission.TaskRow;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Accepts tasks: checked, numbered, and durable before the caller has its answer. */
@Component
class AcceptTasks {
  private final CampaignNumbers numbers;
  private final MediaStore media;
  private final Idempotency idempotency;
  private final CommitTasks commitTasks;
  private final ObjectMapper json;

  AcceptTasks(
      CampaignNumbers numbers,
      MediaStore media,
      Idempotency idempotency,
      CommitTasks commitTasks,
      ObjectMapper json) {
    this.numbers = numbers;
    this.media = media;
    this.idempotency = idempotency;
    this.commitTasks = commitTasks;
    this.json = json;
  }

  /**
   * All or none.
   *
   * @param operation names the kind of request; keys of different kinds do not meet
   * @param key the header's value; null: no protection against repeats
   * @return the ids in the order of the tasks
   */
  List<CampaignId> accept(
      Caller caller, String operation, @Nullable String key, List<NewTask> tasks) {
    tasks.forEach(task -> check(caller, task));
    Submission submission = submission(caller.tenantId(), operation, key, tasks);
    commitTasks.add(submission);
    try {
      return submission.committed().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private Submission submission(
      TenantId tenant, String operation, @Nullable String key, List<NewTask> tasks) {
    if (key == null) {
      return new Submission(tenant, null, "", rows(tasks));
    }
    Idempotency.requireUsable(key);
    String bodyHash = HexFormat.of().formatHex(idempotency.hash(tasks));
    return new Submission(
        tenant, new Submission.Key(tenant, operation, key), bodyHash, rows(tasks));
  }

  private void check(Caller caller, NewTask task) {
    task.policy().requireAllowed(caller, task.priority());
    if (task.channel() != Channel.API) {
      throw new Problem(
          ProblemCode.UNPROCESSABLE,
          "Channel "
              + task.channel().text()
              + " is not enabled for corp "
              + task.corpId()
              + ". It puts accounts at risk, so an administrator has to enable it with an acknowledgement; use channel api until then.");
    }
    if (!task.content().attachments().isEmpty()) {
      media.requireKnown(caller.tenantId(), task.content());
    }
  }

  private List<TaskRow> rows(List<NewTask> tasks) {
    long first = numbers.next(tasks.size());
    List<TaskRow> rows = new ArrayList<>(tasks.size());
    for (NewTask task : tasks) {
      rows.add(
          new TaskRow(
              first + rows.size(), task, write(task.externalUserIds()), write(task.content())));
    }
    return rows;
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
