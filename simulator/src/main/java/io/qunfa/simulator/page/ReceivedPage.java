package io.qunfa.simulator.page;

import io.qunfa.simulator.calls.CallLog;
import io.qunfa.simulator.fault.Faults;
import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.task.MassTasks;
import io.qunfa.simulator.task.Share;
import io.qunfa.simulator.task.Tally;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page at the root: counts, senders, the last tasks, the calls. It loads itself again every two
 * seconds.
 */
@RestController
class ReceivedPage {
  private static final int SHOWN = 50;
  private static final ZoneId WECOM = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(WECOM);

  private final MassTasks tasks;
  private final Tally tally;
  private final CallLog calls;
  private final Faults faults;
  private final MessageSource messages;
  private final Clock clock;

  ReceivedPage(
      MassTasks tasks,
      Tally tally,
      CallLog calls,
      Faults faults,
      MessageSource messages,
      Clock clock) {
    this.tasks = tasks;
    this.tally = tally;
    this.calls = calls;
    this.faults = faults;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
  String show(Locale locale) {
    List<MassTask> newest =
        tasks.bySequence().descendingMap().values().stream().limit(SHOWN).toList();
    Html html = new Html(key -> messages.getMessage(key, null, key, locale));
    html.open(locale, TIME.format(clock.instant()));
    counts(html, tally.report());
    senders(html, tally.report());
    tasks(html, newest);
    calls(html);
    return html.close();
  }

  private static void counts(Html html, Tally.Report report) {
    html.table("counts", "tasks", "targeted", "refused", "recipients", "distinct", "duplicates");
    html.row(
        report.tasks(),
        report.targeted(),
        report.refused(),
        report.recipients(),
        report.distinctRecipients(),
        report.duplicates());
    html.end();
    html.table("statuses", "status0", "status1", "status2", "status3");
    html.row(report.byStatus().values().toArray());
    html.end();
  }

  private static void senders(Html html, Tally.Report report) {
    html.table("senders", "sender", "tasks", "recipients", "confirmed");
    report.perSender().entrySet().stream()
        .limit(SHOWN)
        .forEach(
            sender ->
                html.row(
                    sender.getKey(),
                    sender.getValue().tasks(),
                    sender.getValue().recipients(),
                    sender.getValue().confirmed()));
    html.end();
  }

  private static void tasks(Html html, List<MassTask> newest) {
    html.table("lastTasks", "time", "msgid", "senders", "recipients", "refused", "state", "text");
    for (MassTask task : newest) {
      html.row(
          TIME.format(task.createdAt()),
          task.msgid(),
          task.shares().size(),
          task.recipients(),
          task.order().refused(),
          html.text(stateOf(task)),
          task.order().content().text());
    }
    html.end();
  }

  private void calls(Html html) {
    html.table("calls", "api", "count", "last");
    calls
        .byApi()
        .forEach(
            (api, made) ->
                html.row(api, made.count(), TIME.format(Instant.ofEpochMilli(made.lastAt()))));
    html.end();
    html.table("errors", "code", "count");
    calls.errors().forEach(html::row);
    html.end();
    html.table("faults", "fault", "api", "kind", "struck");
    faults
        .all()
        .forEach(
            fault -> html.row(fault.id(), fault.rule().api(), fault.rule().kind(), fault.struck()));
    html.end();
  }

  private static String stateOf(MassTask task) {
    boolean confirmed = task.shares().stream().map(Share::sentAt).allMatch(Objects::nonNull);
    return confirmed ? "stateSent" : task.cancelled() ? "stateCancelled" : "stateWaiting";
  }
}
