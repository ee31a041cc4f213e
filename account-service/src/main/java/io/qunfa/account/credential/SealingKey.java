package io.qunfa.account.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key that seals other keys.
 *
 * @param id four bytes of the key's hash in hex: alike wherever the key stands in a list, and fit
 *     to be shown
 */
record SealingKey(String id, AesGcmKey key) {
  private static final int BYTES = 32;
  private static final String SETTING = "QUNFA_CREDENTIAL_KEY";

  /**
   * @param text keys in base64, apart by commas or white space
   * @throws IllegalArgumentException with a message that holds nothing of the text
   */
  static List<SealingKey> parse(String text) {
    List<SealingKey> keys =
        Stream.of(text.split("[,\\s]+", -1))
            .filter(word -> !word.isEmpty())
            .map(SealingKey::decoded)
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(SETTING + " holds no key");
    }
    if (keys.stream().map(SealingKey::id).distinct().count() < keys.size()) {
      throw new IllegalArgumentException(SETTING + " holds the same key twice");
    }
    return keys;
  }

  private static SealingKey decoded(String word) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(word);
    } catch (IllegalArgumentException notBase64) {
      // Its message would quote the text.
      bytes = new byte[0];
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          SETTING
              + " must hold keys of "
              + BYTES
              + " bytes in base64, for example from: openssl rand -base64 32");
    }
    try {
      return of(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM is not available", impossible);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @AccessesPartialKey
  private static SealingKey of(byte[] bytes) throws GeneralSecurityException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update("qunfa sealing key|".getBytes(UTF_8));
    byte[] id = Arrays.copyOf(sha.digest(bytes), Integer.BYTES);
    AesGcmKey key =
        AesGcmKey.builder()
            .setParameters(PredefinedAeadParameters.AES256_GCM)
            .setIdRequirement(ByteBuffer.wrap(id).getInt())
            .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
            .build();
    return new SealingKey(HexFormat.of().formatHex(id), key);
  }

  @Override
  public String toString() {
    return "SealingKey[" + id + "]";
  }
}
