package io.qunfa.task.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.boot.actuate.metrics.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
  @Bean
  PrometheusScrapeEndpoint prometheusEndpoint(
      PrometheusRegistry registry, PrometheusConfig config) {
    return new ScrapeWithKeptNames(registry, config.prometheusProperties());
  }
}
