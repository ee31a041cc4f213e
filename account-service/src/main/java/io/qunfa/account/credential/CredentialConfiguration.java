package io.qunfa.account.credential;

import java.security.GeneralSecurityException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {
  @Bean
  Seal seal(CredentialSettings settings) throws GeneralSecurityException {
    return new Seal(settings.keyBytes());
  }
}
