package io.qunfa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of an import whose process has died. */
@DataServiceTest
final class ImportGoesOnTest {
  private static final TenantId TENANT = new TenantId(706);

  private final Operator operator;
  private final JdbcClient jdbc;

  ImportGoesOnTest(@Autowired Operator operator, @Autowired JdbcClient jdbc) {
    this.operator = operator;
    this.jdbc = jdbc;
  }

  @Test
  void itGoesOnBehindTheLastBatchThatWasCommitted() throws IOException {
    String file = UUID.randomUUID() + ".csv";
    StringBuilder text = new StringBuilder(Export.HEADER);
    for (int each = 1; each <= 5; each++) {
      text.append(Export.contact(each)).append(",name,member001,,1,,\n");
    }
    Files.writeString(RealServers.SPOOL.resolve(file), text);

    long importId = anImportLeftBehind("wwGoesOn", file, 2, "1 minute");

    JsonNode status = operator.ended(TENANT, Long.toString(importId));
    assertThat(status.path("status").asText()).isEqualTo("DONE");
    assertThat(status.path("rows").asLong()).isEqualTo(5);
    assertThat(status.path("contacts").asLong()).isEqualTo(3);
    // Deleted after the import's end was told.
    await().untilAsserted(() -> assertThat(RealServers.SPOOL.resolve(file)).doesNotExist());
  }

  @Test
  void itFailsWithAReasonWhenItsFileIsGone() {
    long importId = anImportLeftBehind("wwIsGone", "gone.csv", 2, "2 hour");

    JsonNode status = operator.ended(TENANT, Long.toString(importId));

    assertThat(status.path("status").asText()).isEqualTo("FAILED");
    assertThat(status.path("reason").asText()).contains("Import the file again");
  }

  private long anImportLeftBehind(String corp, String file, int rows, String ago) {
    jdbc.sql(
            """
            insert into import (tenant_id, corp_id, kind, status, spool_file, row_count, imported,
              claim, lease_until, created_at)
            values (706, :corp, 'CONTACTS', 'RUNNING', :file, :rows, :rows, 'of a dead process',
              now(3) - interval %s, now(3) - interval %s)
            """
                .formatted(ago, ago))
        .param("corp", corp)
        .param("file", file)
        .param("rows", rows)
        .update();
    return jdbc.sql("select max(import_id) from import where tenant_id = 706 and corp_id = :corp")
        .param("corp", corp)
        .query(Long.class)
        .single();
  }
}
