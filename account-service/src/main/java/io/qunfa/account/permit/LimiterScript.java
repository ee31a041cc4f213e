package io.qunfa.account.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scripts that Redis runs, each whole and alone. */
enum LimiterScript {
  RESERVE("reserve.lua"),
  SETTLE("settle.lua"),
  USAGE("usage.lua");

  private final String source;
  private final String sha;

  LimiterScript(String file) {
    this.source =
        Stream.of("state.lua", file).map(LimiterScript::read).collect(Collectors.joining("\n"));
    this.sha = sha1(source());
  }

  byte[] source() {
    return source.getBytes(UTF_8);
  }

  /** The name under which Redis keeps a loaded script. */
  String sha() {
    return sha;
  }

  private static String read(String file) {
    try (InputStream in = LimiterScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing on the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
