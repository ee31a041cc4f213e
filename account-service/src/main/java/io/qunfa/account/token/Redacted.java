package io.qunfa.account.token;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Makes WeCom's words fit for logs, MySQL and answers: one short line without the secret, and
 * without whatever stands where a secret or a token stands in an address.
 */
public final class Redacted {
  private static final int LONGEST = 300;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(corpsecret|access_token)(=|%3D)[^&\\s\"']*", Pattern.CASE_INSENSITIVE);

  private Redacted() {}

  /**
   * @param value the secret or token that WeCom was asked with
   */
  public static String of(String text, String value) {
    String without =
        text.replace(value, "[hidden]")
            .replace(URLEncoder.encode(value, StandardCharsets.UTF_8), "[hidden]");
    String line =
        CONTROL
            .matcher(IN_ADDRESS.matcher(without).replaceAll("$1=[hidden]"))
            .replaceAll(" ")
            .strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }
}
