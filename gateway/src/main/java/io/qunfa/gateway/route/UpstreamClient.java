package io.qunfa.gateway.route;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * A client that does nothing but carry: no redirects, cookies, repeats, decompression. A request is
 * never sent twice here, because a POST that got no answer may have been carried out.
 */
final class UpstreamClient {
  /** A connection that was just used is taken for alive; probing it costs a millisecond. */
  private static final TimeValue TRUSTED = TimeValue.ofSeconds(2);

  /** How often, in bytes sent, a long upload looks whether the service has refused it already. */
  private static final long EARLY_ANSWER_CHECK = 256 * 1024;

  private UpstreamClient() {}

  static CloseableHttpClient of(RouteSettings settings) {
    return HttpClients.createMinimal(
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .responseOutOfOrderStrategy(
                        new MonitoringResponseOutOfOrderStrategy(EARLY_ANSWER_CHECK))
                    .build())
            // Neither a lock over all connections, nor cold ones while warm ones are free.
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setConnPoolPolicy(PoolReusePolicy.LIFO)
            .setMaxConnPerRoute(settings.connections())
            .setMaxConnTotal(settings.connections() * Upstream.values().length)
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                    .setSocketTimeout(Timeout.of(settings.answerTimeout()))
                    .setValidateAfterInactivity(TRUSTED)
                    .setTimeToLive(TimeValue.ofMinutes(10))
                    .build())
            .build());
  }
}
