package io.qunfa.account.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.ids.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** What arrives at the channel, whether it was too much, and how near to too much it came. */
final class FarSide {
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> fullest = new HashMap<>();

  /**
   * @param granted when its permit was given
   * @param recipients reached by the call; 0 if it was pushed back
   * @param messages the recipients it was for
   */
  record Call(
      Instant granted,
      Instant begins,
      Instant ends,
      AccountId account,
      int recipients,
      int messages) {}

  void arrives(Call call) {
    calls.add(call);
  }

  int calls() {
    return calls.size();
  }

  /** By the name of a limit: percent of it that were reached at most. */
  Map<String, Integer> fullest() {
    return fullest;
  }

  void heldPerDay(
      String what, Predicate<Call> which, Function<Call, Instant> moment, ZoneId zone, int limit) {
    Map<LocalDate, Integer> days = new HashMap<>();
    calls.stream()
        .filter(which)
        .forEach(
            call ->
                days.merge(
                    moment.apply(call).atZone(zone).toLocalDate(),
                    call.recipients(),
                    Integer::sum));
    days.forEach((day, recipients) -> held(what, "on " + day, recipients, limit));
  }

  void heldInAnyWindow(
      String what, Predicate<Call> which, ToIntFunction<Call> slots, Duration window, int limit) {
    List<Call> ordered = ordered(which);
    int first = 0;
    int held = 0;
    for (Call last : ordered) {
      held += slots.applyAsInt(last);
      while (Duration.between(ordered.get(first).begins(), last.begins()).compareTo(window) > 0) {
        held -= slots.applyAsInt(ordered.get(first++));
      }
      held(what, "in the " + window + " before " + last.begins(), held, limit);
    }
  }

  void heldAtOnce(Collection<AccountId> accounts, int limit) {
    List<Call> ordered = ordered(call -> accounts.contains(call.account()));
    for (Call call : ordered) {
      long underWay =
          ordered.stream()
              .filter(
                  other ->
                      !other.begins().isAfter(call.begins()) && other.ends().isAfter(call.begins()))
              .count();
      held("calls under way", "at " + call.begins(), (int) underWay, limit);
    }
  }

  private void held(String what, String when, int held, int limit) {
    assertThat(held).as("%s %s", what, when).isLessThanOrEqualTo(limit);
    fullest.merge(what, held * 100 / limit, Math::max);
  }

  private List<Call> ordered(Predicate<Call> which) {
    return calls.stream().filter(which).sorted((a, b) -> a.begins().compareTo(b.begins())).toList();
  }
}
