package io.qunfa.task.replay;

import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.task.deadletter.LetterFilter;
import io.qunfa.task.deadletter.LetterState;
import io.qunfa.task.deadletter.Letters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides a bounded number of dead letters, oldest first, each in a transaction of its own: what is
 * done stays done if the rest fails.
 */
@Component
class DecideMany {
  private static final int MOST_EXPLAINED = 20;

  private final Letters letters;
  private final DecideLetter decide;

  DecideMany(Letters letters, DecideLetter decide) {
    this.letters = letters;
    this.decide = decide;
  }

  /** One that was left as it is. */
  record Left(String id, String why) {}

  /**
   * @param done how many were decided
   * @param left how many were not, since they cannot be
   * @param whyLeft the first of those
   * @param nextCursor pass it back to go on; null: nothing is left
   */
  record Tally(int done, int left, List<Left> whyLeft, @Nullable String nextCursor) {
    Tally {
      whyLeft = List.copyOf(whyLeft);
    }
  }

  Tally replay(TenantId tenant, LetterFilter filter, long after, int atMost, Decision decision) {
    return each(tenant, filter, after, atMost, id -> decide.replay(tenant, id, decision));
  }

  Tally discard(TenantId tenant, LetterFilter filter, long after, int atMost, Decision decision) {
    return each(tenant, filter, after, atMost, id -> decide.discard(tenant, id, decision));
  }

  private Tally each(
      TenantId tenant, LetterFilter filter, long after, int atMost, LongConsumer decision) {
    List<Long> found = letters.idsAfter(tenant, filter.in(LetterState.DEAD), after, atMost + 1);
    List<Long> now = found.subList(0, Math.min(atMost, found.size()));
    List<Left> left = new ArrayList<>();
    int done = 0;
    for (long id : now) {
      try {
        decision.accept(id);
        done++;
      } catch (Problem cannot) {
        if (cannot.code() == ProblemCode.UPSTREAM_UNAVAILABLE) {
          // The broker is away, for all that come after it too.
          return tally(done, left, Long.toString(id - 1));
        }
        left.add(new Left(Long.toString(id), String.valueOf(cannot.getMessage())));
      }
    }
    return tally(done, left, found.size() > atMost ? Long.toString(now.getLast()) : null);
  }

  private static Tally tally(int done, List<Left> left, @Nullable String nextCursor) {
    return new Tally(done, left.size(), left.stream().limit(MOST_EXPLAINED).toList(), nextCursor);
  }
}
