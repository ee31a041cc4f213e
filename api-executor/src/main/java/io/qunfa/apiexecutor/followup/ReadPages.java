package io.qunfa.apiexecutor.followup;

import io.qunfa.apiexecutor.wecom.MassRecords.Cut;
import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.executor.NotNow;
import io.qunfa.job.FollowUp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads a paged answer to its last page, but not without an end: a cursor that comes again, too
 * many pages, or a lease that has run out make it {@link AskLater}. Where WeCom may not be called
 * on, the place is kept. Pages that are too large for WeCom become smaller.
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
   * The whole answer; half of one is {@link NotNow}.
   *
   * @param rows of the largest page
   */
  <T> List<T> all(FollowUp followUp, int rows, Function<Cut, WecomResult<Paged<T>>> pageAt) {
    Reading<T> reading = from("", followUp, rows, pageAt);
    if (reading.denied() != null) {
      throw reading.denied();
    }
    return reading.items();
  }

  /**
   * As far as WeCom may be called now.
   *
   * @param start the cursor of the first page to read; if it has ended, the answer is read from its
   *     beginning
   */
  <T> Reading<T> from(
      String start, FollowUp followUp, int rows, Function<Cut, WecomResult<Paged<T>>> pageAt) {
    int pages = 0;
    int limit = rows;
    String first = start;
    for (int beginning = 1; beginning <= BEGINNINGS; beginning++) {
      List<T> items = new ArrayList<>();
      Set<String> cursors = new HashSet<>();
      String cursor = first;
      while (cursors.add(cursor)) {
        requireTime(followUp, ++pages);
        WecomResult<Paged<T>> page;
        try {
          page = pageAt.apply(new Cut(cursor, limit));
          while (page.failedWith(WecomFault.PAGE_TOO_LARGE) && limit > 1) {
            requireTime(followUp, ++pages);
            limit /= 2;
            page = pageAt.apply(new Cut(cursor, limit));
          }
        } catch (NotNow denied) {
          return new Reading<>(items, !first.isEmpty(), cursor, denied);
        }
        if (page.failedWith(WecomFault.CURSOR_INVALID)) {
          break;
        }
        Paged<T> read = AskWecom.value(page);
        items.addAll(read.items());
        if (read.isLast()) {
          return new Reading<>(items, !first.isEmpty(), "", null);
        }
        cursor = read.nextCursor();
      }
      first = "";
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

  /**
   * @param goesOn these are what follows the pages that were read before, not the whole answer
   * @param next the cursor of the page that could not be read
   * @param denied why it could not; null: these are the last pages
   */
  record Reading<T>(List<T> items, boolean goesOn, String next, @Nullable NotNow denied) {
    Reading {
      items = List.copyOf(items);
    }
  }
}
