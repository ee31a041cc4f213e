package io.qunfa.account;

import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;

/** The bounds of every listing here. */
public final class Paging {
  private Paging() {}

  public static void requireLimit(int limit) {
    if (limit < 1 || limit > Page.MAX_LIMIT) {
      throw Problem.invalid(
          "limit", "limit must be 1 to " + Page.MAX_LIMIT + ", got " + limit + ".");
    }
  }
}
