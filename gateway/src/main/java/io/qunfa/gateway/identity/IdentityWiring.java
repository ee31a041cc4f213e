package io.qunfa.gateway.identity;

import io.qunfa.identity.Claims;
import io.qunfa.identity.IdentityConfiguration;
import io.qunfa.problem.ProblemResponses;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class IdentityWiring {
  /** The password is read here once and nowhere kept. */
  @Bean
  Administrator administrator(Environment environment) {
    return Administrator.of(
        environment.getProperty("QUNFA_ADMIN_USER", "admin"),
        environment.getProperty("QUNFA_ADMIN_PASSWORD"),
        new BCryptPasswordEncoder());
  }

  @Bean
  LogIn logIn(
      Administrator administrator, JwtEncoder encoder, InstantSource time, LoginSettings settings) {
    return new LogIn(
        administrator,
        new BrakeGuessing(time, settings),
        new IssueToken(encoder, time, settings),
        settings);
  }

  @Bean
  FilterRegistrationBean<LimitLoginBody> limitLoginBody(
      LoginSettings settings, ProblemResponses problems) {
    FilterRegistrationBean<LimitLoginBody> filter =
        new FilterRegistrationBean<>(new LimitLoginBody(settings.maxBody(), problems));
    filter.addUrlPatterns(LoginController.PATH);
    return filter;
  }

  /**
   * What needs no login: health says up or down and no more, metrics tell too much of a company for
   * a port that everybody reaches. A chain of its own, so that a login is not refused for an old
   * token beside it. Below {@code /internal} the gateway serves nothing at all, and says so to
   * everyone.
   */
  @Bean
  @Order(1)
  SecurityFilterChain open(HttpSecurity http) throws Exception {
    return http.securityMatcher(LoginController.PATH, "/actuator/health/**", "/internal/**")
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain withLogin(HttpSecurity http, ProblemResponses responses) throws Exception {
    return IdentityConfiguration.closed(http, responses)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/api/**")
                    .hasAuthority("SCOPE_" + Claims.OPERATOR)
                    .requestMatchers(HttpMethod.GET, "/v3/api-docs")
                    .hasAuthority("SCOPE_" + Claims.OPERATOR)
                    .anyRequest()
                    .authenticated())
        .build();
  }
}
