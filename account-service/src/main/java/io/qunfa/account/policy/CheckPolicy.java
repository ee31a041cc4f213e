package io.qunfa.account.policy;

import io.qunfa.problem.FieldProblem;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses policies that say nothing, or something that cannot be meant. Names every bad field. */
final class CheckPolicy {
  private static final int MOST = 10_000_000;

  private CheckPolicy() {}

  static LimitValues limits(PolicyScope scope, @Nullable LimitValues limits) {
    List<FieldProblem> problems = new ArrayList<>();
    if (limits == null || limits.equals(LimitValues.NONE)) {
      throw Problem.invalid("/limits", "limits must set at least one limit.");
    }
    range(problems, "dailyQuota", limits.dailyQuota());
    range(problems, "slotsPerWindow", limits.slotsPerWindow());
    range(problems, "callsPerMinute", limits.callsPerMinute());
    range(problems, "callsPerHour", limits.callsPerHour());
    range(problems, "callsAtOnce", limits.callsAtOnce());
    range(problems, "tenantRecipientsPerDay", limits.tenantRecipientsPerDay());
    range(problems, "tenantCallsPerMinute", limits.tenantCallsPerMinute());
    if (scope.accountId() != null) {
      onlyFor(problems, "callsPerMinute", limits.callsPerMinute(), "corps");
      onlyFor(problems, "callsPerHour", limits.callsPerHour(), "corps");
      onlyFor(problems, "callsAtOnce", limits.callsAtOnce(), "corps");
    }
    if (!scope.equals(PolicyScope.TENANT)) {
      onlyFor(problems, "tenantRecipientsPerDay", limits.tenantRecipientsPerDay(), "the tenant");
      onlyFor(problems, "tenantCallsPerMinute", limits.tenantCallsPerMinute(), "the tenant");
    }
    Integer minute = limits.callsPerMinute();
    Integer hour = limits.callsPerHour();
    if (minute != null && hour != null && hour < minute) {
      problems.add(
          new FieldProblem(
              "/limits/callsPerHour", "callsPerHour must not be less than callsPerMinute."));
    }
    if (!problems.isEmpty()) {
      throw new Problem(
          ProblemCode.INVALID_REQUEST, problems.getFirst().detail(), List.copyOf(problems));
    }
    return limits;
  }

  static PolicyScope scope(@Nullable PolicyScope scope) {
    if (scope == null) {
      return PolicyScope.TENANT;
    }
    if (scope.accountId() != null && (scope.corpId() != null || scope.channel() != null)) {
      throw Problem.invalid(
          "/scope", "An account has one corp and one channel: name the account alone.");
    }
    return scope;
  }

  private static void range(List<FieldProblem> problems, String field, @Nullable Integer value) {
    if (value != null && (value < 1 || value > MOST)) {
      problems.add(
          new FieldProblem(
              "/limits/" + field, field + " must be 1 to " + MOST + ", got " + value + "."));
    }
  }

  private static void onlyFor(
      List<FieldProblem> problems, String field, @Nullable Integer value, String whom) {
    if (value != null) {
      problems.add(
          new FieldProblem("/limits/" + field, field + " is a limit for " + whom + " only."));
    }
  }
}
