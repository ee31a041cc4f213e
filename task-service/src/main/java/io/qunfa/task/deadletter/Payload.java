package io.qunfa.task.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The bytes of what died: all of them, or the first ones of very many. Immutable. */
public final class Payload {
  private final byte[] kept;
  private final long size;

  private Payload(byte[] kept, long size) {
    this.kept = kept;
    this.size = size;
  }

  public static Payload of(byte[] whole) {
    return stored(whole, whole.length);
  }

  static Payload of(byte[] whole, long atMost) {
    return new Payload(
        Arrays.copyOf(whole, (int) Math.min(whole.length, atMost)), (long) whole.length);
  }

  /**
   * @param size how many bytes there were, at least as many as are kept
   */
  static Payload stored(byte[] kept, long size) {
    return new Payload(kept.clone(), size);
  }

  public byte[] bytes() {
    return kept.clone();
  }

  public long size() {
    return size;
  }

  public boolean isWhole() {
    return kept.length == size;
  }

  /** Empty if they are no UTF-8, also if a character was cut in two. */
  Optional<String> text() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(kept)).toString());
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }

  String base64() {
    return Base64.getEncoder().encodeToString(kept);
  }
}
