package io.qunfa.account.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealTest {
  private static final String OLD = key(1);
  private static final String NEW = key(2);
  private static final Seal.Place PLACE = place(1, "wwSeal", 7, 1);

  @Test
  void opensWhatItClosedAndShowsNothingOfIt() throws GeneralSecurityException {
    Seal seal = sealOf(OLD);

    byte[] sealed = seal.close("a-very-plain-secret", PLACE);

    assertThat(seal.open(sealed, PLACE)).isEqualTo("a-very-plain-secret");
    assertThat(new String(sealed, ISO_8859_1)).doesNotContain("plain");
    assertThat(seal.close("a-very-plain-secret", PLACE)).isNotEqualTo(sealed);
  }

  @ParameterizedTest
  @MethodSource("otherPlaces")
  void whatWasMovedDoesNotOpen(Seal.Place other) throws GeneralSecurityException {
    Seal seal = sealOf(OLD);
    byte[] sealed = seal.close("secret", PLACE);

    assertThatThrownBy(() -> seal.open(sealed, other)).isInstanceOf(Seal.Unopenable.class);
  }

  static Stream<Seal.Place> otherPlaces() {
    return Stream.of(
        place(2, "wwSeal", 7, 1),
        place(1, "wwOther", 7, 1),
        place(1, "wwSeal", 8, 1),
        place(1, "wwSeal", 7, 2),
        Seal.Place.ofToken(PLACE.credential(), 1));
  }

  @Test
  void everyChangedByteIsNoticed() throws GeneralSecurityException {
    Seal seal = sealOf(OLD);
    byte[] sealed = seal.close("secret", PLACE);

    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> seal.open(changed, PLACE)).isInstanceOf(Seal.Unopenable.class);
    }
  }

  @Test
  void allKeysOpenAndTheFirstSeals() throws GeneralSecurityException {
    Seal before = sealOf(OLD);
    Seal between = sealOf(NEW, OLD);
    Seal after = sealOf(NEW);

    byte[] old = before.close("secret", PLACE);
    byte[] anew = between.close(between.open(old, PLACE), PLACE);

    assertThat(after.open(anew, PLACE)).isEqualTo("secret");
    assertThatThrownBy(() -> after.open(old, PLACE))
        .isInstanceOf(Seal.Unopenable.class)
        .hasMessageContaining("QUNFA_CREDENTIAL_KEY");
    assertThatThrownBy(() -> before.open(anew, PLACE)).isInstanceOf(Seal.Unopenable.class);
  }

  @Test
  void aKeyHasTheSameIdWhereverItStands() throws GeneralSecurityException {
    assertThat(sealOf(OLD).sealsWith()).isEqualTo(sealOf(OLD, NEW).sealsWith());
    assertThat(sealOf(NEW, OLD).sealsWith()).isNotEqualTo(sealOf(OLD).sealsWith());
    assertThat(sealOf(NEW, OLD).knows(sealOf(OLD).sealsWith())).isTrue();
  }

  static Seal sealOf(String... keys) throws GeneralSecurityException {
    return new Seal(SealingKey.parse(String.join(",", List.of(keys))));
  }

  static String key(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Seal.Place place(long tenant, String corp, long credential, int version) {
    return Seal.Place.ofSecret(
        new CredentialKey(new TenantId(tenant), new CorpId(corp), new CredentialId(credential)),
        version);
  }
}
