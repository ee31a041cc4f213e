package io.qunfa.data;

import io.qunfa.local.servers.LocalServers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Points the service at the real MySQL and RabbitMQ of this test run. */
final class RealServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final Path SPOOL = Path.of("target", "spool");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Map<String, Object> properties =
        new LinkedHashMap<>(LocalServers.shared().springProperties("qunfa_data"));
    properties.put("qunfa.identity.jwt-secret", "only for tests: 32 bytes and some more");
    properties.put("qunfa.importing.spool-folder", SPOOL.toString());
    properties.put("qunfa.importing.max-file-size", "8MB");
    properties.put("qunfa.importing.look-every", "200ms");
    properties.put("qunfa.importing.lease", "3s");
    properties.put("qunfa.neighbours.task-service", "http://localhost:1");
    properties.put("qunfa.neighbours.account-service", CorpRegister.shared().url());
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("realServers", properties));
  }
}
