package io.qunfa.account.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Envelope encryption over what must not be readable in MySQL, in Redis or in a backup of either:
 * every value has a key of its own (AES-256-GCM), which stands beside it, sealed by the first of
 * our keys and preceded by that key's id. The place a value belongs to is bound to it as associated
 * data, so a sealed value that was copied to another place does not open. Safe for any number of
 * threads.
 */
public final class Seal {
  private final Aead envelope;
  private final List<String> ids;

  /**
   * @param keys the first seals, all open
   */
  Seal(List<SealingKey> keys) throws GeneralSecurityException {
    AeadConfig.register();
    KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
    for (SealingKey each : keys) {
      KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(each.key());
      keyset.addEntry(each.id().equals(keys.getFirst().id()) ? entry.makePrimary() : entry);
    }
    Aead sealingKeys = keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
    this.envelope = KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, sealingKeys);
    this.ids = keys.stream().map(SealingKey::id).toList();
  }

  /** The id of the key that seals. */
  String sealsWith() {
    return ids.getFirst();
  }

  boolean knows(String keyId) {
    return ids.contains(keyId);
  }

  public byte[] close(String plain, Place place) {
    try {
      return envelope.encrypt(plain.getBytes(UTF_8), place.bytes());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-GCM is not available", impossible);
    }
  }

  /** Throws {@link Unopenable} if no key of ours sealed it or the value was moved or changed. */
  public String open(byte[] sealed, Place place) {
    try {
      return new String(envelope.decrypt(sealed, place.bytes()), UTF_8);
    } catch (GeneralSecurityException wrong) {
      throw new Unopenable(place, wrong);
    }
  }

  /**
   * Where a sealed value belongs.
   *
   * @param secretVersion of the secret, or of the secret that a token was fetched with
   */
  public record Place(String what, CredentialKey credential, int secretVersion) {
    static Place ofSecret(CredentialKey credential, int secretVersion) {
      return new Place("secret", credential, secretVersion);
    }

    public static Place ofToken(CredentialKey credential, int secretVersion) {
      return new Place("token", credential, secretVersion);
    }

    /** None of the parts can hold a bar, so two places never look alike. */
    byte[] bytes() {
      return "%s|%d|%s|%d|%d"
          .formatted(
              what,
              credential.tenantId().value(),
              credential.corpId(),
              credential.credentialId().value(),
              secretVersion)
          .getBytes(UTF_8);
    }
  }

  /** The stored value does not open with the keys that this service was started with. */
  public static final class Unopenable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unopenable(Place place, Throwable cause) {
      super(
          "the sealed "
              + place.what()
              + " of credential "
              + place.credential().credentialId()
              + " does not open: the key it was sealed with is not among those of"
              + " QUNFA_CREDENTIAL_KEY, or the value was changed; add the key, or post the secret"
              + " again",
          cause);
    }
  }
}
