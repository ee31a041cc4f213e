package io.qunfa.simulator.receipt;

import io.qunfa.simulator.task.MassTask;
import io.qunfa.simulator.wecom.Params;
import io.qunfa.simulator.wecom.WecomError;
import java.time.Duration;

/** Which tasks a list shall show. */
record ListFilter(boolean group, long start, long end, String creator, int madeBy) {
  private static final long LONGEST_SPAN = Duration.ofDays(31).toSeconds();
  private static final int MADE_BY_CORP = 0;
  private static final int MADE_BY_MEMBER = 1;
  private static final int MADE_BY_ANY = 2;

  static ListFilter read(Params params) {
    boolean group =
        switch (params.required("chat_type", 40063)) {
          case "single" -> false;
          case "group" -> true;
          default -> throw new WecomError(40058, "chat_type");
        };
    long start = params.number("start_time", 0);
    long end = params.number("end_time", 0);
    if (start <= 0 || end < start || end - start > LONGEST_SPAN) {
      throw new WecomError(40058, "start_time and end_time");
    }
    long madeBy = params.number("filter_type", MADE_BY_ANY);
    if (madeBy < MADE_BY_CORP || madeBy > MADE_BY_ANY) {
      throw new WecomError(40058, "filter_type");
    }
    return new ListFilter(group, start, end, params.text("creator"), (int) madeBy);
  }

  boolean fits(MassTask task) {
    long second = task.createdAt().getEpochSecond();
    String maker = task.order().creator();
    return task.order().group() == group
        && second >= start
        && second <= end
        && (creator.isEmpty() || creator.equals(maker))
        && (madeBy == MADE_BY_ANY || (madeBy == MADE_BY_MEMBER) != maker.isEmpty());
  }
}
