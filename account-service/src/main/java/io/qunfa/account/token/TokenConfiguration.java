package io.qunfa.account.token;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {
  private static final int IDLE_CONNECTIONS = 4;
  private static final int IDLE_SECONDS = 30;

  @Bean
  OkHttpClient wecomHttp(TokenSettings settings) {
    return new OkHttpClient.Builder()
        .connectTimeout(settings.connectTimeout())
        .readTimeout(settings.answerTimeout())
        .writeTimeout(settings.answerTimeout())
        .callTimeout(settings.connectTimeout().plus(settings.answerTimeout()))
        .followRedirects(false)
        .followSslRedirects(false)
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
        .build();
  }
}
