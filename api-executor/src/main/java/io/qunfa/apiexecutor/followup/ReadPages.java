package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.MassRecords.Cut;
import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.job.FollowUp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Reads a paged answer to its last page, but not without an end: a cursor that comes again, too
 * many pages, or a lease that has run out make it {@link AskLater}. Half an answer is never
 * returned. Pages that are too large for WeCom become smaller.
 */
@Component
class ReadPages {
  /** A cursor that ended makes the reading begin again, but not for ever. */
  private static final int BEGINNINGS = 3;

  private final FollowUpSettings settings;
  private final InstantSource time;

  ReadPages(FollowUpSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  /**
   * @param rows of the largest page
   */
  <T> List<T> all(FollowUp followUp, int rows, Function<Cut, WecomResult<Paged<T>>> pageAt) {
    int pages = 0;
    int limit = rows;
    for (int beginning = 1; beginning <= BEGINNINGS; beginning++) {
      List<T> items = new ArrayList<>();
      Set<String> cursors = new HashSet<>();
      String cursor = "";
      while (cursors.add(cursor)) {
        requireTime(followUp, ++pages);
        WecomResult<Paged<T>> page = pageAt.apply(new Cut(cursor, limit));
        while (page.failedWith(WecomFault.PAGE_TOO_LARGE) && limit > 1) {
          requireTime(followUp, ++pages);
          limit /= 2;
          page = pageAt.apply(new Cut(cursor, limit));
        }
        if (page.failedWith(WecomFault.CURSOR_INVALID)) {
          break;
        }
        Paged<T> read = AskWecom.value(page);
        items.addAll(read.items());
        if (read.isLast()) {
          return items;
        }
        cursor = read.nextCursor();
      }
    }
    throw new AskLater("the cursors of " + followUp.jobId() + " end or come again");
  }

  private void requireTime(FollowUp followUp, int page) {
    if (page > settings.mostPages()) {
      throw new AskLater("the answer has more than " + settings.mostPages() + " pages");
    }
    if (time.instant().isAfter(followUp.leaseUntil())) {
      throw new AskLater("the lease ended at page " + page);
    }
  }
}
