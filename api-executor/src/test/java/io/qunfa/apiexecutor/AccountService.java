package io.qunfa.apiexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.ids.AccountId;
import io.qunfa.local.servers.LocalServers;
import io.qunfa.local.suite.ServiceProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.web.client.RestClient;

/** The real account-service as a process of its own, which ends with this one. */
final class AccountService {
  private static final String CORP = "wwGates";
  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private final ServiceProcess process;
  private final RestClient operator;

  private AccountService(ServiceProcess process, JwtEncoder encoder) {
    this.process = process;
    this.operator =
        RestClient.builder()
            .baseUrl(url())
            .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token(encoder))
            .build();
  }

  /** With one corp that has a credential. */
  static AccountService start(JwtEncoder encoder) {
    AccountService service = withoutCorps(encoder);
    service.post("/api/v1/corps", Map.of("corpId", CORP, "name", "Gates"));
    service.post(
        "/api/v1/corps/" + CORP + "/credentials", Map.of("name", "contact", "secret", "secret"));
    return service;
  }

  static AccountService withoutCorps(JwtEncoder encoder) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--qunfa.identity.jwt-secret=a secret of this test with enough bytes",
                "--qunfa.credentials.key=" + KEY));
    LocalServers.shared()
        .springProperties("qunfa_account")
        .forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return new AccountService(ServiceProcess.alone("account-service", arguments), encoder);
  }

  /** The corp may call each API so often in a minute. */
  void aLimitOf(int callsPerMinute, String corp) {
    post("/api/v1/corps", Map.of("corpId", corp, "name", "Limited"));
    post(
        "/api/v1/limit-policies",
        Map.of(
            "scope", Map.of("corpId", corp), "limits", Map.of("callsPerMinute", callsPerMinute)));
  }

  AccountId anAccount(String member) {
    JsonNode stored =
        post(
            "/api/v1/accounts",
            Map.of(
                "corpId", CORP, "channel", "api", "memberUserid", member, "credential", "contact"));
    return AccountId.of(stored.get("accountId").asText());
  }

  JsonNode post(String path, Object body) {
    return Objects.requireNonNull(
        operator.post().uri(path).body(body).retrieve().body(JsonNode.class));
  }

  String url() {
    return process.url();
  }

  ServiceProcess process() {
    return process;
  }

  private static String token(JwtEncoder encoder) {
    Instant now = Instant.now();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .subject("lin")
            .claim(Claims.SCOPE, Claims.OPERATOR)
            .claim(Claims.TENANT, "1")
            .issuer(IdentitySettings.ISSUER)
            .issuedAt(now)
            .expiresAt(now.plusSeconds(3600))
            .build();
    return encoder
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
        .getTokenValue();
  }
}
