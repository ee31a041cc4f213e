package io.qunfa.task.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.problem.FieldProblem;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a campaign may send.
 *
 * @param at not before; null: at launch
 * @param expireAt not after, and what members have not confirmed by then is called back; null: no
 *     end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Schedule(@Nullable Instant at, @Nullable Instant expireAt) {
  public static final Schedule AT_LAUNCH = new Schedule(null, null);

  /** Refuses an end before the beginning. */
  void requireOrder() {
    if (at != null && expireAt != null && !expireAt.isAfter(at)) {
      throw contradiction("expireAt (" + expireAt + ") must be later than at (" + at + ").");
    }
  }

  /** Refuses a launch that could send to nobody. */
  void requireFuture(Instant now) {
    if (expireAt != null && !expireAt.isAfter(now)) {
      throw contradiction(
          "expireAt ("
              + expireAt
              + ") has passed: launched now, the campaign would send to nobody.");
    }
  }

  private static Problem contradiction(String detail) {
    return new Problem(
        ProblemCode.UNPROCESSABLE, detail, List.of(new FieldProblem("/schedule/expireAt", detail)));
  }
}
