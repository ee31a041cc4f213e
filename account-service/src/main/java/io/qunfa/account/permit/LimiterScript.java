package io.qunfa.account.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
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
  RESERVE("clock.lua", "state.lua", "api.lua", "reserve.lua"),
  SETTLE("clock.lua", "state.lua", "api.lua", "settle.lua"),
  RESERVE_CALLS("clock.lua", "state.lua", "api.lua", "reserve-calls.lua"),
  SETTLE_CALLS("clock.lua", "state.lua", "api.lua", "settle-calls.lua"),
  DRAW("clock.lua", "state.lua", "draw.lua"),
  CONFIRM("clock.lua", "state.lua", "confirm.lua"),
  OPEN("clock.lua", "open.lua");

  private final String source;
  private final String sha;

  LimiterScript(String... files) {
    this.source = Stream.of(files).map(LimiterScript::read).collect(Collectors.joining("\n"));
    this.sha = sha1(source());
  }

  byte[] source() {
    return source.getBytes(UTF_8);
  }

  ScriptOutputType answer() {
    return this == OPEN ? ScriptOutputType.INTEGER : ScriptOutputType.MULTI;
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
