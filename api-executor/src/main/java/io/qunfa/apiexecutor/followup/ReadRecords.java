package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.MassRecords;
import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.job.FollowUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Reads WeCom's records to the last page. */
@Component
class ReadRecords {
  /** A cursor that ended makes the reading begin again, but not for ever. */
  private static final int BEGINNINGS = 3;

  private final MassRecords wecom;
  private final AskWecom ask;

  ReadRecords(MassRecords wecom, AskWecom ask) {
    this.wecom = wecom;
    this.ask = ask;
  }

  /** Empty if this member was not asked to send this. */
  List<MassRecords.MemberTask> taskOf(FollowUp followUp, String msgid) {
    return all(followUp, cursor -> ask.ask(followUp, who -> wecom.members(who, msgid, cursor)))
        .stream()
        .filter(task -> task.userid().equalsIgnoreCase(followUp.memberUserid()))
        .toList();
  }

  List<MassRecords.SendResult> results(FollowUp followUp, String msgid) {
    return all(
        followUp,
        cursor ->
            ask.ask(followUp, who -> wecom.results(who, msgid, followUp.memberUserid(), cursor)));
  }

  List<MassRecords.ListedTask> created(FollowUp followUp, Instant from, Instant to) {
    return all(followUp, cursor -> ask.ask(followUp, who -> wecom.created(who, from, to, cursor)));
  }

  private static <T> List<T> all(
      FollowUp followUp, Function<String, WecomResult<Paged<T>>> pageAt) {
    for (int beginning = 1; beginning <= BEGINNINGS; beginning++) {
      List<T> items = new ArrayList<>();
      WecomResult<Paged<T>> page = pageAt.apply("");
      while (!page.failedWith(WecomFault.CURSOR_INVALID)) {
        Paged<T> read = AskWecom.value(page);
        items.addAll(read.items());
        if (read.isLast()) {
          return items;
        }
        page = pageAt.apply(read.nextCursor());
      }
    }
    throw new AskLater("the cursors of " + followUp.jobId() + " keep ending");
  }
}
