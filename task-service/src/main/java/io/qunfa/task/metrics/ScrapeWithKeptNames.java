package io.qunfa.task.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.actuate.metrics.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.actuate.metrics.export.prometheus.PrometheusScrapeEndpoint;

/**
 * The Prometheus client takes {@code _created} for a suffix of its own and drops it, so the counter
 * {@code mass_tasks_created_total} would be scraped as {@code mass_tasks_total}. Other systems rely
 * on the full name, which the text formats allow.
 */
@WebEndpoint(id = "prometheus")
class ScrapeWithKeptNames extends PrometheusScrapeEndpoint {
  ScrapeWithKeptNames(PrometheusRegistry registry, @Nullable Properties exporterProperties) {
    super(registry, exporterProperties);
  }

  // Boot knows an optional parameter by Spring's own annotation only.
  @Override
  @ReadOperation(producesFrom = PrometheusOutputFormat.class)
  public WebEndpointResponse<byte[]> scrape(
      PrometheusOutputFormat format, @org.springframework.lang.Nullable Set<String> includedNames) {
    WebEndpointResponse<byte[]> scraped = super.scrape(format, includedNames);
    byte[] body = scraped.getBody();
    if (format == PrometheusOutputFormat.CONTENT_TYPE_PROTOBUF || body == null) {
      return scraped;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    String kept =
        text.replace("mass_tasks_total", "mass_tasks_created_total")
            .replace("TYPE mass_tasks counter", "TYPE mass_tasks_created counter")
            .replace("HELP mass_tasks ", "HELP mass_tasks_created ");
    return new WebEndpointResponse<>(
        kept.getBytes(StandardCharsets.UTF_8), scraped.getStatus(), scraped.getContentType());
  }
}
