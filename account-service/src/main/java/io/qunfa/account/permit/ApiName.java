package io.qunfa.account.permit;

import io.qunfa.problem.Problem;
import java.util.regex.Pattern;

/** WeCom's names of its APIs, as far as the limiter needs to know them. */
final class ApiName {
  /** The one that sends: permits for recipients are calls of it. */
  static final String SENDING = "add_msg_template";

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9_]{1,48}");

  private ApiName() {}

  static void require(String name) {
    if (!SHAPE.matcher(name).matches()) {
      throw Problem.invalid(
          "/api", "api must be the name of an API: small letters, digits and _, at most 48.");
    }
  }
}
