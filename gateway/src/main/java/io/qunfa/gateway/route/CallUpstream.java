package io.qunfa.gateway.route;

import java.io.IOException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/** Sends to one service. */
final class CallUpstream {
  private final HttpClient client;
  private final HttpHost host;
  private final RequestConfig config;

  CallUpstream(HttpClient client, HttpHost host, RouteSettings settings) {
    this.client = client;
    this.host = host;
    this.config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(settings.queueTimeout()))
            .setResponseTimeout(Timeout.of(settings.answerTimeout()))
            .build();
  }

  /** The caller closes the answer; one read to its end goes back into the pool by itself. */
  ClassicHttpResponse send(ClassicHttpRequest request) throws IOException {
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(config);
    return client.executeOpen(host, request, context);
  }
}
