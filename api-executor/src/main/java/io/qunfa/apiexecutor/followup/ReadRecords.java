package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.MassRecords;
import io.qunfa.apiexecutor.wecom.MassRecords.Cut;
import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.job.FollowUp;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
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
    return pages.all(followUp, MassRecords.PAGE, resultsOf(followUp, msgid));
  }

  /** From where the follow-up stands, as far as WeCom may be called now. */
  ReadPages.Reading<MassRecords.SendResult> nextResults(FollowUp followUp, String msgid) {
    FollowUp.Position position = followUp.position();
    return pages.from(
        position == null ? "" : position.cursor(),
        followUp,
        MassRecords.PAGE,
        resultsOf(followUp, msgid));
  }

  private Function<Cut, WecomResult<Paged<MassRecords.SendResult>>> resultsOf(
      FollowUp followUp, String msgid) {
    return cut -> ask.ask(followUp, who -> wecom.results(who, msgid, followUp.memberUserid(), cut));
  }

  List<MassRecords.ListedTask> created(FollowUp followUp, Instant from, Instant to) {
    return pages.all(
        followUp,
        MassRecords.LIST_PAGE,
        cut -> ask.ask(followUp, who -> wecom.created(who, from, to, cut)));
  }
}
