package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.MassRecords;
import io.qunfa.job.FollowUp;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads WeCom's records to the last page. */
@Component
class ReadRecords {
  private final MassRecords wecom;
  private final AskWecom ask;
  private final ReadPages pages;

  ReadRecords(MassRecords wecom, AskWecom ask, ReadPages pages) {
    this.wecom = wecom;
    this.ask = ask;
    this.pages = pages;
  }

  /** Empty if this member was not asked to send this. */
  List<MassRecords.MemberTask> taskOf(FollowUp followUp, String msgid) {
    return pages
        .all(
            followUp,
            MassRecords.PAGE,
            cut -> ask.ask(followUp, who -> wecom.members(who, msgid, cut)))
        .stream()
        .filter(task -> task.userid().equalsIgnoreCase(followUp.memberUserid()))
        .toList();
  }

  List<MassRecords.SendResult> results(FollowUp followUp, String msgid) {
    return pages.all(
        followUp,
        MassRecords.PAGE,
        cut -> ask.ask(followUp, who -> wecom.results(who, msgid, followUp.memberUserid(), cut)));
  }

  List<MassRecords.ListedTask> created(FollowUp followUp, Instant from, Instant to) {
    return pages.all(
        followUp,
        MassRecords.LIST_PAGE,
        cut -> ask.ask(followUp, who -> wecom.created(who, from, to, cut)));
  }
}
