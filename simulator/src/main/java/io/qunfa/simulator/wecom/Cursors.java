package io.qunfa.simulator.wecom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Opaque cursors: a position in one list, sealed for that list. A cursor of another list, or an
 * invented one, is refused with 50100.
 */
@Component
public class Cursors {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 10;

  private final SecretKeySpec key;

  Cursors() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The cursor for a position in a list; the list is named by the call and what it asks for. */
  public String at(String list, long position) {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + SEAL_BYTES);
    buffer.putLong(position).put(seal(list, position));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
  }

  /** The position that a cursor stands for; {@code start} for an empty cursor. */
  public long position(String list, String cursor, long start) {
    if (cursor.isEmpty()) {
      return start;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length == Long.BYTES + SEAL_BYTES) {
        long position = ByteBuffer.wrap(bytes).getLong();
        if (at(list, position).equals(cursor)) {
          return position;
        }
      }
    } catch (IllegalArgumentException notBase64) {
      throw new WecomError(50100);
    }
    throw new WecomError(50100);
  }

  private byte[] seal(String list, long position) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
      ByteBuffer seal = ByteBuffer.allocate(SEAL_BYTES);
      seal.put(mac.doFinal(list.getBytes(StandardCharsets.UTF_8)), 0, SEAL_BYTES);
      return seal.array();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, missing);
    }
  }
}
