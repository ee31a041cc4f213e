package io.qunfa.audience;

import java.util.Collection;
import java.util.regex.Pattern;

/** The ids that a ledger can hold: those of contacts, and others that a caller may name. */
public final class ExternalUserIds {
  private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7E]{1,64}");

  private ExternalUserIds() {}

  /**
   * @param field where they stand, for the message
   * @throws IllegalArgumentException for the first that no ledger can hold
   */
  public static void require(String field, Collection<String> ids) {
    for (String id : ids) {
      if (!SHAPE.matcher(id).matches()) {
        throw new IllegalArgumentException(
            field
                + ": an external user id has 1 to 64 visible ASCII characters, \""
                + id
                + "\" has not");
      }
    }
  }
}
