package io.qunfa.data.audience;

import io.qunfa.problem.Problem;
import java.util.Collection;
import java.util.regex.Pattern;

/** The ids that the ledger can hold: those of contacts, and others that a caller may name. */
final class LedgerIds {
  private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7E]{1,64}");

  private LedgerIds() {}

  static void require(String pointer, Collection<String> ids) {
    for (String id : ids) {
      if (!SHAPE.matcher(id).matches()) {
        throw Problem.invalid(
            pointer,
            "An external user id has 1 to 64 visible ASCII characters, \"" + id + "\" has not.");
      }
    }
  }
}
