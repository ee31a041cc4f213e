package io.qunfa.account.credential;

import java.security.GeneralSecurityException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class CredentialConfiguration {
  @Bean
  Seal seal(CredentialSettings settings) throws GeneralSecurityException {
    return new Seal(settings.keys());
  }
}
