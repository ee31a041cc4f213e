package io.qunfa.simulator.control;

import io.qunfa.simulator.calls.CallLog;
import io.qunfa.simulator.calls.CallRecord;
import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.task.MemberRobots;
import io.qunfa.simulator.task.Tally;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the simulator received. */
@RestController
class ReceivedController {
  private final MassTasks tasks;
  private final MemberRobots robots;
  private final Tally tally;
  private final CallLog calls;

  ReceivedController(MassTasks tasks, MemberRobots robots, Tally tally, CallLog calls) {
    this.tasks = tasks;
    this.robots = robots;
    this.tally = tally;
    this.calls = calls;
  }

  @GetMapping("/control/received")
  Received received() {
    robots.confirmDue();
    return Received.of(calls, tally.report());
  }

  @GetMapping("/control/received.csv")
  void csv(HttpServletResponse response) throws IOException {
    response.setContentType("text/csv; charset=UTF-8");
    try (Writer writer =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 16)) {
      RecipientCsv.write(tasks.bySequence().values(), writer);
    }
  }

  /** Tasks in the order in which they came, after a sequence. */
  @GetMapping("/control/tasks")
  TaskView.Page tasks(
      @RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "100") int limit) {
    List<TaskView> page =
        tasks.bySequence().tailMap(after, false).values().stream()
            .limit(Math.clamp(limit, 1, 10_000))
            .map(TaskView::of)
            .toList();
    return new TaskView.Page(page, page.isEmpty() ? after : page.getLast().sequence());
  }

  /** The last calls, the newest first. */
  @GetMapping("/control/calls")
  List<CallRecord> calls(
      @RequestParam(defaultValue = "") String api, @RequestParam(defaultValue = "100") int limit) {
    return calls.last(api, limit);
  }
}
