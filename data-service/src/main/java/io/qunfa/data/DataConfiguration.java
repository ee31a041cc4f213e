package io.qunfa.data;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.retry.support.RetryTemplate;

@Configuration(proxyBeanMethods = false)
class DataConfiguration {
  private static final int ATTEMPTS = 6;

  /** Runs a transaction again that lost a deadlock or waited too long for a lock. */
  @Bean
  RetryTemplate deadlockRetries() {
    return RetryTemplate.builder()
        .maxAttempts(ATTEMPTS)
        .retryOn(PessimisticLockingFailureException.class)
        .exponentialBackoff(20, 2, 1000, true)
        .build();
  }
}
