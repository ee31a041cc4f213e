package io.qunfa.apiexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.ids.AccountId;
import io.qunfa.local.process.KeptProcess;
import io.qunfa.local.process.Launch;
import io.qunfa.local.process.Ports;
import io.qunfa.local.servers.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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

  private final KeptProcess process;
  private final int port;
  private final RestClient operator;

  private AccountService(KeptProcess process, int port, JwtEncoder encoder) {
    this.process = process;
    this.port = port;
    this.operator =
        RestClient.builder()
            .baseUrl(url())
            .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token(encoder))
            .build();
  }

  /** With one corp that has a credential. */
  static AccountService start(JwtEncoder encoder) {
    int port = Ports.free();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                jar().toString(),
                "--server.port=" + port,
                "--qunfa.identity.jwt-secret=a secret of this test with enough bytes",
                "--qunfa.credentials.key=" + KEY));
    LocalServers.shared()
        .springProperties("qunfa_account")
        .forEach((name, value) -> command.add("--" + name + "=" + value));
    Launch launch =
        new Launch(
            command,
            Map.of(),
            Duration.ofSeconds(5),
            new Launch.WithOwner(false, ""),
            new Launch.ProcessSignals());
    Path log = Path.of("target", "account-service.log").toAbsolutePath();
    KeptProcess process = KeptProcess.start(launch, log);
    if (!process.awaitReady(() -> answers(port), Duration.ofMinutes(3))) {
      throw new IllegalStateException("account-service did not start:\n" + process.lastLines());
    }
    AccountService service = new AccountService(process, port, encoder);
    service.post("/api/v1/corps", Map.of("corpId", CORP, "name", "Gates"));
    service.post(
        "/api/v1/corps/" + CORP + "/credentials", Map.of("name", "contact", "secret", "secret"));
    return service;
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
    return "http://localhost:" + port;
  }

  KeptProcess process() {
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

  private static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    }
  }

  private static Path jar() {
    try (Stream<Path> files = Files.list(Path.of("..", "account-service", "target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("build the module account-service first"))
          .toAbsolutePath()
          .normalize();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
