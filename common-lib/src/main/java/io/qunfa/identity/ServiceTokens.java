package io.qunfa.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/**
 * This service's own token, signed anew when half of its life is over. Safe for any number of
 * threads.
 */
public final class ServiceTokens {
  private final JwtEncoder encoder;
  private final InstantSource time;
  private final String service;
  private final IdentitySettings settings;
  private final AtomicReference<@Nullable Signed> current = new AtomicReference<>();

  public ServiceTokens(
      JwtEncoder encoder, InstantSource time, String service, IdentitySettings settings) {
    this.encoder = encoder;
    this.time = time;
    this.service = service;
    this.settings = settings;
  }

  public String token() {
    Instant now = time.instant();
    Signed signed = current.get();
    if (signed == null || !now.isBefore(signed.renewAt())) {
      signed = sign(now);
      current.set(signed);
    }
    return signed.token();
  }

  private Signed sign(Instant now) {
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(IdentitySettings.ISSUER)
            .subject(service)
            .issuedAt(now)
            .expiresAt(now.plus(settings.serviceTokenLifetime()))
            .claim(Claims.SCOPE, Claims.SERVICE)
            .build();
    String token =
        encoder
            .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
            .getTokenValue();
    return new Signed(token, now.plus(settings.serviceTokenLifetime().dividedBy(2)));
  }

  private record Signed(String token, Instant renewAt) {
    @Override
    public String toString() {
      return "Signed[renewAt=" + renewAt + "]";
    }
  }
}
