package io.qunfa.e2e.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.qunfa.local.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A run of the limiter's script as account-service itself asked for it, to be asked for again. */
record CapturedRun(String sha, List<String> keys, List<String> arguments) {
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern RANDOM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final int TIMEOUT_MILLIS = 10_000;
  // As reserve.lua names its arguments.
  private static final int CREDIT_DAY = 2;
  private static final int CREDIT = 3;
  private static final List<Integer> QUOTAS = List.of(19, 20, 21);
  private static final String PLENTY = "100000000000";

  CapturedRun {
    keys = List.copyOf(keys);
    arguments = List.copyOf(arguments);
  }

  /** The last one for this account that Redis was asked for while this happened. */
  static CapturedRun of(RedisServer redis, String account, Runnable happening) {
    try (Socket socket = new Socket(redis.host(), redis.port());
        BufferedReader heard =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("MONITOR\r\n".getBytes(US_ASCII));
      heard.readLine();
      happening.run();
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      List<String> last = List.of();
      for (String line = heard.readLine(); !isOwnPing(line); line = heard.readLine()) {
        List<String> words = WORD.matcher(line).results().map(word -> word.group(1)).toList();
        if (!words.isEmpty()
            && words.getFirst().equalsIgnoreCase("evalsha")
            && grants(words, account)) {
          last = words;
        }
      }
      int keys = Integer.parseInt(last.get(2));
      return new CapturedRun(
          last.get(1), last.subList(3, 3 + keys), last.subList(3 + keys, last.size()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The same ask under another name. */
  CapturedRun fresh() {
    String permit = UUID.randomUUID().toString();
    String reference = UUID.randomUUID().toString();
    return new CapturedRun(
        sha,
        keys.stream()
            .map(key -> renamed(key, key.contains(":reference:") ? reference : permit))
            .toList(),
        arguments.stream().map(argument -> renamed(argument, permit)).toList());
  }

  /** With a quota and a credit for this day that no measurement uses up. */
  CapturedRun withQuota(long day) {
    List<String> changed = new ArrayList<>(arguments);
    changed.set(CREDIT_DAY, Long.toString(day));
    changed.set(CREDIT, PLENTY);
    QUOTAS.forEach(quota -> changed.set(quota, PLENTY));
    return new CapturedRun(sha, keys, changed);
  }

  String accountKey() {
    return keys.stream().filter(key -> key.contains(":account:")).findFirst().orElseThrow();
  }

  private static boolean grants(List<String> words, String account) {
    return words.stream().anyMatch(word -> word.contains(":reference:"))
        && words.stream().anyMatch(word -> word.endsWith(":account:" + account));
  }

  private static String renamed(String text, String name) {
    return RANDOM.matcher(text).replaceAll(name);
  }

  private static boolean isOwnPing(String line) {
    return line.equals("+PONG") || line.endsWith("\"PING\"");
  }
}
