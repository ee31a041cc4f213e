package io.qunfa.account.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * AES-256-GCM over what must not be readable in MySQL, in Redis or in a backup of either. The place
 * a value belongs to is bound to it as associated data, so a sealed value that was copied to
 * another place does not open. Every sealed value starts with the key's id.
 */
public final class Seal {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** Tells keys apart once there is a second one. */
  private static final int KEY_ID = 1;

  private final Aead aead;

  @AccessesPartialKey
  Seal(byte[] key) throws GeneralSecurityException {
    AeadConfig.register();
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(key.length)
            .setIvSizeBytes(IV_BYTES)
            .setTagSizeBytes(TAG_BYTES)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    AesGcmKey aesKey =
        AesGcmKey.builder()
            .setParameters(parameters)
            .setIdRequirement(KEY_ID)
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .build();
    this.aead =
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.importKey(aesKey).makePrimary())
            .build()
            .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  public byte[] close(String plain, Place place) {
    try {
      return aead.encrypt(plain.getBytes(UTF_8), place.bytes());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM is not available", impossible);
    }
  }

  /** Throws {@link Unopenable} if the key is another one or the value was moved or changed. */
  public String open(byte[] sealed, Place place) {
    try {
      return new String(aead.decrypt(sealed, place.bytes()), UTF_8);
    } catch (GeneralSecurityException wrong) {
      throw new Unopenable(place, wrong);
    }
  }

  /** Where a sealed value belongs. */
  public record Place(String what, CredentialKey credential) {
    byte[] bytes() {
      return (what
              + "|"
              + credential.tenantId()
              + "|"
              + credential.corpId()
              + "|"
              + credential.credentialId())
          .getBytes(UTF_8);
    }
  }

  /** The stored value does not open with the key that this service was started with. */
  public static final class Unopenable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unopenable(Place place, Throwable cause) {
      super(
          "the sealed "
              + place.what()
              + " of credential "
              + place.credential().credentialId()
              + " does not open: QUNFA_CREDENTIAL_KEY is not the key it was sealed with, or the"
              + " value was changed; post the secret again",
          cause);
    }
  }
}
