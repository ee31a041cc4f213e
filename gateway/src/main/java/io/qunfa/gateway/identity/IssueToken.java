package io.qunfa.gateway.identity;

import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentitySettings;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Signs the token of a person. */
final class IssueToken {
  /** The local administrator speaks for the first tenant. */
  private static final String TENANT = "1";

  private final JwtEncoder encoder;
  private final InstantSource time;
  private final LoginSettings settings;

  IssueToken(JwtEncoder encoder, InstantSource time, LoginSettings settings) {
    this.encoder = encoder;
    this.time = time;
    this.settings = settings;
  }

  LoggedIn to(String subject) {
    Instant now = time.instant();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(IdentitySettings.ISSUER)
            .subject(subject)
            .issuedAt(now)
            .expiresAt(now.plus(settings.tokenLifetime()))
            .claim(Claims.TENANT, TENANT)
            .claim(Claims.SCOPE, scopes())
            .build();
    JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
    String token = encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    return new LoggedIn(token, "Bearer", settings.tokenLifetime().toSeconds());
  }

  private String scopes() {
    return settings.urgentExempt() ? Claims.OPERATOR + " " + Claims.URGENT_EXEMPT : Claims.OPERATOR;
  }
}
