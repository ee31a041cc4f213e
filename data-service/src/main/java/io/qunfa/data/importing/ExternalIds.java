package io.qunfa.data.importing;

import java.util.regex.Pattern;

/** The shape of a WeCom customer's id. */
final class ExternalIds {
  private static final Pattern SHAPE = Pattern.compile("w[mo][A-Za-z0-9_-]{10,62}");

  private ExternalIds() {}

  static boolean wellFormed(String id) {
    return SHAPE.matcher(id).matches();
  }

  static String complaint(String id) {
    return "external_userid \""
        + FileKind.shown(id)
        + "\" is not one: it must be wm or wo and 10 to 62 letters, digits, '_' or '-'";
  }
}
