package io.qunfa.gateway.apidocs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.neighbour.Neighbours;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApiDocsConfiguration {
  @Bean
  ApiDocument apiDocument(Neighbours neighbours, ObjectMapper json) {
    return new ApiDocument(new FetchDocuments(neighbours), json);
  }
}
