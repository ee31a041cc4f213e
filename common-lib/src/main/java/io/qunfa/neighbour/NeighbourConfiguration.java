package io.qunfa.neighbour;

import io.qunfa.identity.IdentityConfiguration;
import io.qunfa.identity.IdentitySettings;
import io.qunfa.identity.ServiceTokens;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.web.client.RestClient;

/** Gives a service the clients for its neighbours. */
@AutoConfiguration(
    after = IdentityConfiguration.class,
    afterName = "org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration")
@EnableConfigurationProperties(NeighbourSettings.class)
public class NeighbourConfiguration {
  @Bean
  ServiceTokens serviceTokens(
      JwtEncoder encoder, InstantSource time, IdentitySettings settings, Environment environment) {
    return new ServiceTokens(
        encoder, time, environment.getProperty("spring.application.name", "service"), settings);
  }

  @Bean
  Neighbours neighbours(
      RestClient.Builder builder, ServiceTokens tokens, NeighbourSettings settings) {
    return new Neighbours(builder, tokens, settings);
  }
}
