package io.qunfa.simulator.entrance;

import io.qunfa.simulator.calls.CallLog;
import io.qunfa.simulator.wecom.WecomApi;
import jakarta.servlet.MultipartConfigElement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the WeCom API at {@code /cgi-bin/*}, beside and not behind Spring's own dispatcher. */
@Configuration(proxyBeanMethods = false)
class EntranceConfiguration {
  /** More than the largest file, so that a file which is too large gets WeCom's own refusal. */
  private static final long LARGEST_UPLOAD = 32L * 1024 * 1024;

  private static final int KEPT_IN_MEMORY = 256 * 1024;

  @Bean
  ServletRegistrationBean<WecomServlet> wecomServlet(
      List<WecomApi> apis, Admission admission, ReplyWriter writer, CallLog log, Clock clock) {
    Map<String, WecomApi> byPath = new HashMap<>();
    for (WecomApi api : apis) {
      WecomApi other = byPath.put("/" + api.endpoint().path(), api);
      if (other != null) {
        throw new IllegalStateException("Two calls have the path " + api.endpoint().path());
      }
    }
    ServletRegistrationBean<WecomServlet> servlet =
        new ServletRegistrationBean<>(
            new WecomServlet(byPath, admission, writer, log, clock), "/cgi-bin/*");
    servlet.setMultipartConfig(
        new MultipartConfigElement("", LARGEST_UPLOAD, LARGEST_UPLOAD, KEPT_IN_MEMORY));
    servlet.setLoadOnStartup(1);
    return servlet;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> cuttableConnections() {
    return factory -> factory.setProtocol(CuttableProtocol.class.getName());
  }
}
