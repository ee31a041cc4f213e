package io.qunfa.apiexecutor.wecom;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WecomConfiguration {
  private static final String BREAKER = "wecom";

  /**
   * Repeats nothing and follows nothing: a create call that is made twice sends twice. HTTP/1.1
   * only: over one shared HTTP/2 connection its loss would leave every call under way undecided.
   */
  @Bean
  OkHttpClient wecomClient(WecomSettings settings) {
    return new OkHttpClient.Builder()
        .protocols(List.of(Protocol.HTTP_1_1))
        .connectTimeout(settings.connectTimeout())
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectionPool(
            new ConnectionPool(
                settings.idleConnections(), settings.idleFor().toMillis(), TimeUnit.MILLISECONDS))
        .build();
  }

  @Bean
  WecomHttp wecomHttp(
      OkHttpClient wecomClient,
      ObjectMapper json,
      CircuitBreakerRegistry breakers,
      WecomSettings settings) {
    HttpUrl base =
        Objects.requireNonNull(HttpUrl.get(settings.baseUrl()), "checked by the settings");
    return new WecomHttp(wecomClient, base, json, breakers.circuitBreaker(BREAKER));
  }

  @Bean
  WecomJson wecomJson(WecomCalls calls, ObjectMapper json, WecomSettings settings) {
    return new WecomJson(calls, json, settings);
  }
}
