package io.qunfa.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.token.AccessToken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.web.client.RestClient;

/**
 * Credentials of one corp.
 *
 * @param service any replica
 */
record TokenFixture(RunningService service, TenantId tenant, String corp) {
  private static final TenantId TENANT = new TenantId(1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Of tenant 1, where the corp exists. */
  TokenFixture(RunningService service, String corp) {
    this(service, TENANT, corp);
  }

  /** Of tenant 1. */
  static TokenFixture of(RunningService service, String corp) {
    return of(service, TENANT, corp);
  }

  static TokenFixture of(RunningService service, TenantId tenant, String corp) {
    AccountsTest.aCorp(service.operator(tenant.value()), corp);
    return new TokenFixture(service, tenant, corp);
  }

  CredentialId aCredential(String secret) {
    return post("name-" + NAMES.incrementAndGet(), secret);
  }

  CredentialId post(String name, String secret) {
    JsonNode stored =
        service
            .operator(tenant.value())
            .post()
            .uri("/api/v1/corps/{corp}/credentials", corp)
            .body(Map.of("name", name, "secret", secret))
            .retrieve()
            .body(JsonNode.class);
    assertThat(Objects.requireNonNull(stored).has("secret")).isFalse();
    return CredentialId.of(stored.get("credentialId").asText());
  }

  void tryAgain(CredentialId credential) {
    service
        .operator(tenant.value())
        .post()
        .uri("/api/v1/corps/" + corp + "/credentials/" + credential + ":try-again")
        .retrieve()
        .toBodilessEntity();
  }

  /** What an operator sees. */
  JsonNode shown(CredentialId credential) {
    return Objects.requireNonNull(
        service
            .operator(tenant.value())
            .get()
            .uri("/api/v1/corps/{corp}/credentials/{id}", corp, credential.value())
            .retrieve()
            .body(JsonNode.class));
  }

  String name(CredentialId credential) {
    return shown(credential).get("name").asText();
  }

  AccessToken ask(CredentialId credential) {
    return ask(service.service(), tenant, credential);
  }

  static AccessToken ask(RestClient client, CredentialId credential) {
    return ask(client, TENANT, credential);
  }

  private static AccessToken ask(RestClient client, TenantId tenant, CredentialId credential) {
    return Objects.requireNonNull(
        client
            .post()
            .uri("/internal/v1/tokens")
            .body(new AccessToken.Ask(tenant, credential))
            .retrieve()
            .body(AccessToken.class));
  }

  static void invalidate(RestClient client, CredentialId credential, long version) {
    client
        .post()
        .uri("/internal/v1/tokens:invalidate")
        .body(new AccessToken.Invalidate(TENANT, credential, version))
        .retrieve()
        .toBodilessEntity();
  }

  /** All begin before any has its answer. */
  static <T> List<T> atOnce(int times, IntFunction<T> work) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> tasks =
          IntStream.range(0, times).<Callable<T>>mapToObj(n -> () -> work.apply(n)).toList();
      List<Future<T>> answers = threads.invokeAll(tasks);
      return answers.stream().map(Future::resultNow).toList();
    }
  }
}
