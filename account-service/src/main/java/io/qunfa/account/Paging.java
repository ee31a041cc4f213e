package io.qunfa.account;

import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import org.jspecify.annotations.Nullable;

/** The bounds of every listing here. */
public final class Paging {
  private Paging() {}

  public static void requireLimit(int limit) {
    if (limit < 1 || limit > Page.MAX_LIMIT) {
      throw Problem.invalid(
          "limit", "limit must be 1 to " + Page.MAX_LIMIT + ", got " + limit + ".");
    }
  }

  /** A cursor of a listing that goes by id; null starts at the beginning. */
  public static long idAfter(@Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException foreign) {
      throw Problem.invalid("cursor", "cursor must be the nextCursor of an earlier page.");
    }
  }
}
