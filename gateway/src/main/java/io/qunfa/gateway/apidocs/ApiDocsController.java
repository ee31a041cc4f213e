package io.qunfa.gateway.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class ApiDocsController {
  private final ApiDocument document;

  ApiDocsController(ApiDocument document) {
    this.document = document;
  }

  @GetMapping("/v3/api-docs")
  JsonNode document() {
    return document.now();
  }
}
