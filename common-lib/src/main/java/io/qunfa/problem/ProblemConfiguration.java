package io.qunfa.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Gives a web service its error bodies. */
@AutoConfiguration(
    beforeName =
        "org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration",
    afterName = "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import({ProblemAdvice.class, RefusedRequests.class})
public class ProblemConfiguration {
  @Bean
  ProblemDetails problemDetails() {
    ResourceBundleMessageSource titles = new ResourceBundleMessageSource();
    titles.setBasename("messages/problems");
    titles.setDefaultEncoding(StandardCharsets.UTF_8.name());
    titles.setDefaultLocale(Locale.ROOT);
    return new ProblemDetails(titles);
  }

  @Bean
  ProblemResponses problemResponses(ProblemDetails problems, ObjectMapper json) {
    return new ProblemResponses(problems, json);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
              }
            });
  }
}
