package io.qunfa.account.account;

import io.qunfa.problem.FieldProblem;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a request, collected until all of it was looked at. */
final class Findings {
  /** More than a person reads; the rest is counted. */
  private static final int MAX_TOLD = 200;

  private final List<FieldProblem> told = new ArrayList<>();
  private int count;

  void add(String pointer, String detail) {
    count++;
    if (told.size() < MAX_TOLD) {
      told.add(new FieldProblem(pointer, detail));
    }
  }

  int count() {
    return count;
  }

  /** All of it in one line. */
  String sentence() {
    return told.stream()
        .map(one -> (one.pointer().replace("/", "") + " " + one.detail()).strip())
        .collect(Collectors.joining("; "));
  }

  void refuseIfAny() {
    if (count > 0) {
      String more = count > told.size() ? ", the first " + told.size() + " are listed" : "";
      throw new Problem(
          ProblemCode.INVALID_REQUEST,
          "Nothing was stored: " + count + " fields are not acceptable" + more + ".",
          told);
    }
  }
}
