package io.qunfa.task.singletask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.problem.FieldProblem;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads a batch in one go; only if that fails item by item, to tell the caller of every mistake and
 * not just of the first.
 */
@Component
class ReadTasks {
  private static final int MAX_TASKS = 1000;
  private static final int MAX_MISTAKES = 100;

  private final ObjectMapper json;

  ReadTasks(ObjectMapper json) {
    this.json = json;
  }

  List<NewTask> read(byte[] body) {
    List<NewTask> tasks;
    try {
      tasks = Arrays.asList(json.readValue(body, NewTask[].class));
    } catch (IOException mistaken) {
      tasks = readOneByOne(body);
    }
    if (tasks.contains(null)) {
      tasks = readOneByOne(body);
    }
    if (tasks.isEmpty() || tasks.size() > MAX_TASKS) {
      throw Problem.invalid(
          "", "A batch must hold 1 to " + MAX_TASKS + " tasks, got " + tasks.size() + ".");
    }
    return tasks;
  }

  private List<NewTask> readOneByOne(byte[] body) {
    List<NewTask> tasks = new ArrayList<>();
    List<FieldProblem> mistakes = new ArrayList<>();
    JsonNode array = arrayOf(body);
    for (int i = 0; i < array.size() && mistakes.size() < MAX_MISTAKES; i++) {
      try {
        NewTask task = json.treeToValue(array.get(i), NewTask.class);
        if (task == null) {
          mistakes.add(new FieldProblem("/" + i, "a task is missing"));
        } else {
          tasks.add(task);
        }
      } catch (JsonProcessingException mistaken) {
        mistakes.add(new FieldProblem("/" + i, reasonOf(mistaken)));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new Problem(
          ProblemCode.INVALID_REQUEST,
          "Some tasks of the batch are not acceptable, so none was accepted.",
          mistakes);
    }
    return tasks;
  }

  private JsonNode arrayOf(byte[] body) {
    try {
      JsonNode array = json.readTree(body);
      if (array != null && array.isArray()) {
        return array;
      }
    } catch (IOException malformed) {
      throw new Problem(
          ProblemCode.MALFORMED_JSON, "The body could not be read as JSON.", malformed);
    }
    throw new Problem(ProblemCode.MALFORMED_JSON, "The body must be a JSON array of tasks.");
  }

  private static String reasonOf(JsonProcessingException mistaken) {
    return mistaken.getCause() instanceof IllegalArgumentException ours
        ? String.valueOf(ours.getMessage())
        : mistaken.getOriginalMessage();
  }
}
