package io.qunfa.task.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.channel.Priority;
import io.qunfa.identity.Caller;
import io.qunfa.identity.Claims;
import io.qunfa.problem.FieldProblem;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import io.qunfa.protection.Exemption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Departures from the corp's protection of recipients, which the caller has to ask for in so many
 * words. Opt-outs and WeCom's receive quota cannot be departed from.
 *
 * @param ignoreQuietHours may leave in the corp's quiet hours; urgent only
 * @param ignoreFrequencyCap may exceed the messages per contact and day; urgent single tasks only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendingPolicy(
    @Nullable Boolean ignoreQuietHours, @Nullable Boolean ignoreFrequencyCap) {
  public static final SendingPolicy NO_DEPARTURE = new SendingPolicy(null, null);

  public Exemption exemption() {
    return new Exemption(
        Boolean.TRUE.equals(ignoreQuietHours), Boolean.TRUE.equals(ignoreFrequencyCap));
  }

  /**
   * @throws Problem FORBIDDEN without the scope, UNPROCESSABLE if it is not urgent
   */
  public void requireAllowed(Caller caller, Priority priority) {
    if (exemption().equals(Exemption.NONE)) {
      return;
    }
    if (priority != Priority.URGENT) {
      throw departure("Only what has the priority urgent may depart from the corp's protection.");
    }
    if (!caller.has(Claims.URGENT_EXEMPT)) {
      throw new Problem(
          ProblemCode.FORBIDDEN,
          "Your login may send urgent messages, but not depart from the corp's protection: it lacks the scope "
              + Claims.URGENT_EXEMPT
              + ".");
    }
  }

  void requireNoCapIgnored() {
    if (exemption().frequencyCap()) {
      throw departure("Only single tasks may exceed the frequency cap, a campaign may not.");
    }
  }

  private static Problem departure(String detail) {
    return new Problem(
        ProblemCode.UNPROCESSABLE, detail, List.of(new FieldProblem("/policy", detail)));
  }
}
