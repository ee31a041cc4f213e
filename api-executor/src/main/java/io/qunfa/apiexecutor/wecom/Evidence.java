package io.qunfa.apiexecutor.wecom;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Makes foreign words fit for logs and reports: one short line, without the token, and without
 * whatever stands where a token or a secret stands in an address.
 */
final class Evidence {
  private static final int LONGEST = 500;
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(corpsecret|access_token)(=|%3D)[^&\\s\"']*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private Evidence() {}

  static String of(String text, Authority authority) {
    String token = authority.token();
    String safe =
        text.replace(token, "[token]")
            .replace(URLEncoder.encode(token, StandardCharsets.UTF_8), "[token]");
    String hidden = IN_ADDRESS.matcher(safe).replaceAll("$1=[token]");
    String line = CONTROL.matcher(hidden).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }
}
