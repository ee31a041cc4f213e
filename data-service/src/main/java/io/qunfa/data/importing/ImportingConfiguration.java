package io.qunfa.data.importing;

import jakarta.servlet.MultipartConfigElement;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ImportingConfiguration {
  private static final long FORM_OVERHEAD = 64 * 1024L;

  /** Uploads go straight to the spool folder, whatever their size. */
  @Bean
  MultipartConfigElement multipartConfigElement(ImportSettings settings) {
    Path folder = settings.spoolFolder().toAbsolutePath();
    long max = settings.maxFileSize().toBytes();
    return new MultipartConfigElement(folder.toString(), max, max + FORM_OVERHEAD, 0);
  }

  @Bean
  Map<ImportKind, BatchWriter> batchWriters(ContactRows contacts, SuppressionRows suppressions) {
    return Map.of(ImportKind.CONTACTS, contacts, ImportKind.SUPPRESSIONS, suppressions);
  }
}
