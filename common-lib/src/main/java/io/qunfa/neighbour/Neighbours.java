package io.qunfa.neighbour;

import io.qunfa.identity.ServiceTokens;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Makes the client for a neighbour. An answer of 4xx or 5xx becomes Spring's {@code
 * RestClientResponseException}, no answer {@code ResourceAccessException}; nothing is repeated
 * here.
 */
public final class Neighbours {
  private final RestClient.Builder builder;
  private final ServiceTokens tokens;
  private final NeighbourSettings settings;

  public Neighbours(RestClient.Builder builder, ServiceTokens tokens, NeighbourSettings settings) {
    this.builder = builder;
    this.tokens = tokens;
    this.settings = settings;
  }

  public RestClient taskService() {
    return clientOf(settings.taskService(), settings.answerTimeout());
  }

  public RestClient accountService() {
    return clientOf(settings.accountService(), settings.answerTimeout());
  }

  public RestClient dataService() {
    return clientOf(settings.dataService(), settings.answerTimeout());
  }

  /** For the few calls that are slow by nature. */
  public RestClient dataService(Duration answerTimeout) {
    return clientOf(settings.dataService(), answerTimeout);
  }

  private RestClient clientOf(URI base, Duration answerTimeout) {
    return builder
        .clone()
        .baseUrl(base)
        .requestFactory(new HttpComponentsClientHttpRequestFactory(httpClient(answerTimeout)))
        .requestInterceptor(
            (request, body, execution) -> {
              request.getHeaders().set(HttpHeaders.AUTHORIZATION, "Bearer " + tokens.token());
              return execution.execute(request, body);
            })
        .build();
  }

  private CloseableHttpClient httpClient(Duration answerTimeout) {
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(settings.connections())
            .setMaxConnPerRoute(settings.connections())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                    .setSocketTimeout(Timeout.of(answerTimeout))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(5))
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        // The client's own limit is three minutes.
        .setDefaultRequestConfig(
            RequestConfig.custom().setConnectionRequestTimeout(Timeout.of(answerTimeout)).build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .build();
  }
}
