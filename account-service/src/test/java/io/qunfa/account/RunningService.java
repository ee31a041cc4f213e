package io.qunfa.account;

import io.qunfa.account.permit.DoubtOver;
import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.local.servers.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.web.client.RestClient;

/** One replica of account-service on real MySQL and Redis, against a scripted gettoken. */
public final class RunningService implements AutoCloseable {
  static final ScriptedWecom WECOM = wecom();
  static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  static final String JWT_SECRET = "a secret of this test with enough bytes";

  private final ConfigurableApplicationContext context;

  private RunningService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static RunningService start() {
    return start(Map.of());
  }

  public static RunningService start(Map<String, String> settings, Class<?>... more) {
    return start(settings, Clock.systemUTC(), more);
  }

  static RunningService start(Map<String, String> settings, Clock clock, Class<?>... more) {
    LocalServers servers = LocalServers.shared();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("spring.datasource.url", servers.mysql().jdbcUrl("qunfa_account"));
    properties.put("spring.datasource.username", servers.mysql().username());
    properties.put("spring.datasource.password", servers.mysql().password());
    properties.put("spring.data.redis.host", servers.redis().host());
    properties.put("spring.data.redis.port", servers.redis().port());
    properties.put("server.port", 0);
    properties.put("qunfa.identity.jwt-secret", JWT_SECRET);
    properties.put("qunfa.credentials.key", KEY);
    properties.put("qunfa.tokens.wecom-base-url", WECOM.url());
    properties.put("qunfa.tokens.backoff", "10ms");
    properties.put("qunfa.permits.loss.tell-every", "100ms");
    properties.put("qunfa.permits.loss.doubt", "200ms");
    properties.putAll(settings);
    String[] arguments =
        properties.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    RunningService started =
        new RunningService(
            new SpringApplicationBuilder(AccountServiceApplication.class)
                .sources(more)
                .initializers(
                    starting ->
                        ((GenericApplicationContext) starting)
                            .registerBean(Clock.class, () -> clock))
                .run(arguments));
    started.awaitFirstConnection();
    return started;
  }

  /** And the end of the doubt that comes with it. */
  private void awaitFirstConnection() {
    bean(StringRedisTemplate.class).hasKey("any");
    DoubtOver.await(this);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** As a scraper sees them, without a login. */
  String metrics() {
    return Objects.requireNonNull(
        RestClient.create("http://localhost:" + port())
            .get()
            .uri("/actuator/prometheus")
            .retrieve()
            .body(String.class));
  }

  int port() {
    return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  /** As an operator of a tenant. */
  public RestClient operator(long tenant) {
    return client(login(tenant));
  }

  String login(long tenant) {
    return signed(
        JwtClaimsSet.builder()
            .subject("lin")
            .claim(Claims.SCOPE, Claims.OPERATOR)
            .claim(Claims.TENANT, Long.toString(tenant)));
  }

  /** As another service of the suite. */
  public RestClient service() {
    return client(serviceLogin());
  }

  String serviceLogin() {
    return signed(
        JwtClaimsSet.builder().subject("task-service").claim(Claims.SCOPE, Claims.SERVICE));
  }

  private String signed(JwtClaimsSet.Builder claims) {
    Instant now = bean(Clock.class).instant();
    JwtClaimsSet all =
        claims
            .issuer(IdentitySettings.ISSUER)
            .issuedAt(now)
            .expiresAt(now.plusSeconds(3600))
            .build();
    return bean(JwtEncoder.class)
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), all))
        .getTokenValue();
  }

  private RestClient client(String login) {
    return bean(RestClient.Builder.class)
        .clone()
        // The default client would repeat what is answered 503.
        .requestFactory(new JdkClientHttpRequestFactory())
        .baseUrl("http://localhost:" + port())
        .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + login)
        .build();
  }

  @Override
  public void close() {
    context.close();
  }

  private static ScriptedWecom wecom() {
    try {
      return new ScriptedWecom();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
