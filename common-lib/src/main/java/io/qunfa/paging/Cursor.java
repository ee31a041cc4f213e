package io.qunfa.paging;

import io.qunfa.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Reads what a caller passes back as {@code cursor}. */
public final class Cursor {
  private Cursor() {}

  /**
   * @param start where a listing without a cursor begins
   * @throws Problem INVALID_REQUEST for anything but a number
   */
  public static long number(@Nullable String cursor, long start) {
    try {
      return cursor == null ? start : Long.parseLong(cursor);
    } catch (NumberFormatException notOurs) {
      throw notOurs(cursor);
    }
  }

  public static Problem notOurs(@Nullable String cursor) {
    return Problem.invalid("cursor", "The cursor \"" + cursor + "\" is not one of this listing.");
  }
}
