package io.qunfa.idempotency;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** For services with a database. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration",
      "org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration",
      "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
      "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration"
    })
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnBean(JdbcClient.class)
@EnableConfigurationProperties(IdempotencySettings.class)
public class IdempotencyConfiguration {
  @Bean
  Idempotency idempotency(
      JdbcClient jdbc, PlatformTransactionManager transactions, ObjectMapper json) {
    return new Idempotency(jdbc, new TransactionTemplate(transactions), json);
  }

  @Bean
  ForgetOldKeys forgetOldKeys(JdbcClient jdbc, IdempotencySettings settings, InstantSource time) {
    return new ForgetOldKeys(jdbc, settings, time);
  }
}
