package io.qunfa.task.singletask;

import io.qunfa.idempotency.Idempotency;
import io.qunfa.identity.Caller;
import io.qunfa.ids.CampaignId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Single tasks over REST. */
@RestController
class TaskController {
  private final AcceptTasks acceptTasks;
  private final ReadTasks readTasks;
  private final ViewTask viewTask;

  TaskController(AcceptTasks acceptTasks, ReadTasks readTasks, ViewTask viewTask) {
    this.acceptTasks = acceptTasks;
    this.readTasks = readTasks;
    this.viewTask = viewTask;
  }

  record Accepted(CampaignId taskId) {}

  record AllAccepted(List<CampaignId> taskIds) {}

  @PostMapping("/api/v1/tasks")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Accepted accept(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody NewTask task) {
    return new Accepted(
        acceptTasks.accept(caller, "task", Idempotency.given(key), List.of(task)).getFirst());
  }

  @PostMapping(path = "/api/v1/tasks:batch", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  AllAccepted acceptAll(
      Caller caller,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody byte[] tasks) {
    return new AllAccepted(
        acceptTasks.accept(caller, "tasks", Idempotency.given(key), readTasks.read(tasks)));
  }

  @GetMapping("/api/v1/tasks/{id}")
  ViewTask.TaskView get(Caller caller, @PathVariable("id") CampaignId id) {
    return viewTask.view(caller.tenantId(), id);
  }
}
