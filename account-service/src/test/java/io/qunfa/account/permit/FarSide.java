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
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** What arrives at the channel, and whether it was too much. */
final class FarSide {
  private final List<Call> calls = new ArrayList<>();

  /**
   * @param recipients reached by the call; 0 if it was pushed back
   * @param messages the recipients it was for
   */
  record Call(Instant begins, Instant ends, AccountId account, int recipients, int messages) {}

  void arrives(Call call) {
    calls.add(call);
  }

  int calls() {
    return calls.size();
  }

  void heldPerDay(AccountId account, ZoneId zone, int quota) {
    Map<LocalDate, Integer> days = new HashMap<>();
    calls.stream()
        .filter(call -> call.account().equals(account))
        .forEach(
            call ->
                days.merge(
                    call.begins().atZone(zone).toLocalDate(), call.recipients(), Integer::sum));
    days.forEach(
        (day, recipients) ->
            assertThat(recipients).as("account %s on %s", account, day).isLessThanOrEqualTo(quota));
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
      assertThat(held)
          .as("%s in the %s before %s", what, window, last.begins())
          .isLessThanOrEqualTo(limit);
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
      assertThat(underWay).as("calls under way at %s", call.begins()).isLessThanOrEqualTo(limit);
    }
  }

  private List<Call> ordered(Predicate<Call> which) {
    return calls.stream().filter(which).sorted((a, b) -> a.begins().compareTo(b.begins())).toList();
  }
}
