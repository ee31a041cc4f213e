package io.qunfa.task.singletask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.task.account.EnabledChannels;
import io.qunfa.task.media.MediaStore;
import io.qunfa.task.numbering.CampaignNumbers;
import io.qunfa.task.singletask.Submission.TaskRow;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
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
   * @param key the header's value
   * @return the ids in the order of the tasks
   */
  List<CampaignId> accept(Caller caller, String operation, String key, List<NewTask> tasks) {
    Idempotency.requireUsable(key);
    tasks.forEach(task -> check(caller, task));
    Submission submission = submission(caller.tenantId(), operation, key, tasks);
    try {
      return commitTasks.commit(submission).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private Submission submission(
      TenantId tenant, String operation, String key, List<NewTask> tasks) {
    String bodyHash = HexFormat.of().formatHex(idempotency.hash(tasks));
    return new Submission(new Submission.Key(tenant, operation, key), bodyHash, rows(tasks));
  }

  private void check(Caller caller, NewTask task) {
    task.policy().requireAllowed(caller, task.priority());
    EnabledChannels.require(task.channel(), task.corpId());
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
