package io.qunfa.gateway.route;

import io.qunfa.neighbour.NeighbourSettings;
import io.qunfa.problem.ProblemResponses;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.HttpHost;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {
  /** After the controllers of the gateway itself. */
  private static final int ORDER = 10;

  @Bean
  CloseableHttpClient upstreamClient(RouteSettings settings) {
    return UpstreamClient.of(settings);
  }

  @Bean
  HandlerMapping routes(
      CloseableHttpClient upstreamClient,
      NeighbourSettings neighbours,
      RouteSettings settings,
      ProblemResponses problems) {
    Map<String, ForwardRequest> handlers = new LinkedHashMap<>();
    for (Route route : Routes.TABLE) {
      HttpHost host = HttpHost.create(route.upstream().address(neighbours));
      CallUpstream call = new CallUpstream(upstreamClient, host, settings);
      handlers.put(route.pattern(), new ForwardRequest(route, call, problems));
    }
    return new SimpleUrlHandlerMapping(handlers, ORDER);
  }

  /** "100 Continue" is said when the body is wanted, so that a refused one is never sent. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> continueOnRead() {
    return factory ->
        factory.addConnectorCustomizers(
            connector -> connector.setProperty("continueResponseTiming", "onRead"));
  }
}
