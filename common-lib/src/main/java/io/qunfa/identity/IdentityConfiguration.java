package io.qunfa.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import io.qunfa.problem.ProblemCode;
import io.qunfa.problem.ProblemConfiguration;
import io.qunfa.problem.ProblemResponses;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Closes a web service: {@code /api/**} needs a person's token, {@code /internal/**} a service's,
 * health and metrics are open, everything else is denied. A service that serves more (the gateway's
 * login) declares its own filter chain.
 */
@AutoConfiguration(before = SecurityAutoConfiguration.class, after = ProblemConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(IdentitySettings.class)
public class IdentityConfiguration {
  /**
   * Verified tokens are remembered this long, so that a busy caller costs one verification, not one
   * per request.
   */
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  JwtDecoder jwtDecoder(IdentitySettings settings, InstantSource time) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withSecretKey(settings.key()).macAlgorithm(MacAlgorithm.HS256).build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(IdentitySettings.ISSUER));
    Cache<String, Jwt> verified =
        Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();
    return token -> {
      Jwt jwt = verified.get(token, decoder::decode);
      Instant expiresAt = jwt.getExpiresAt();
      if (expiresAt == null || expiresAt.isBefore(time.instant())) {
        throw new BadJwtException("the token has expired");
      }
      return jwt;
    };
  }

  @Bean
  JwtEncoder jwtEncoder(IdentitySettings settings) {
    return new NimbusJwtEncoder(new ImmutableSecret<>(settings.key()));
  }

  /** Not measured per filter: that would cost every request more than the filters themselves. */
  @Bean
  SecurityObservationSettings unobservedSecurity() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  @ConditionalOnMissingBean
  SecurityFilterChain closedByDefault(HttpSecurity http, ProblemResponses responses)
      throws Exception {
    return closed(http, responses)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/actuator/health/**", "/actuator/prometheus")
                    .permitAll()
                    .requestMatchers("/api/**", "/v3/api-docs/**")
                    .hasAnyAuthority("SCOPE_" + Claims.OPERATOR, "SCOPE_" + Claims.SERVICE)
                    .requestMatchers("/internal/**")
                    .hasAuthority("SCOPE_" + Claims.SERVICE)
                    .anyRequest()
                    .denyAll())
        .build();
  }

  /** What every chain of ours shares: stateless, bearer tokens, problem details for 401 and 403. */
  public static HttpSecurity closed(HttpSecurity http, ProblemResponses responses)
      throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .oauth2ResourceServer(
            resource ->
                resource
                    .jwt(jwt -> {})
                    .authenticationEntryPoint(
                        (request, response, failure) -> {
                          response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                          responses.write(
                              response,
                              ProblemCode.UNAUTHENTICATED,
                              "Log in first: POST /api/v1/auth/login, then send the token as \"Authorization: Bearer ...\".");
                        })
                    .accessDeniedHandler(
                        (request, response, denied) ->
                            responses.write(
                                response,
                                ProblemCode.FORBIDDEN,
                                "Your login does not allow this operation.")));
  }

  @Bean
  WebMvcConfigurer callerParameter() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
      }
    };
  }
}
