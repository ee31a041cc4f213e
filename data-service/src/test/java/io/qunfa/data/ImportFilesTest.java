package io.qunfa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@DataServiceTest
final class ImportFilesTest {
  private static final TenantId TENANT = new TenantId(704);

  private final Operator operator;
  private final JdbcClient jdbc;

  ImportFilesTest(@Autowired Operator operator, @Autowired JdbcClient jdbc) {
    this.operator = operator;
    this.jdbc = jdbc;
  }

  @Test
  void everyRefusedLineIsNamedAndTheOthersAreIn() {
    JsonNode status =
        contacts(
            "wwFileLines",
            Export.HEADER
                + "wmContact000000001,one,member001,,1,,\n"
                + "\"wmContact000000002\",\"two\nlines\",member001,,1,,\n"
                + "wx123,bad id,member001,,1,,\n"
                + "wmContact000000003,no member,  ,,1,,\n"
                + "wmContact000000004,too few\n"
                + "wmContact000000005,too,many,,1,,,,\n"
                + "  wmContact000000006 ,blanks round the id,member001,,9,not a time,\n");

    assertThat(status.path("status").asText()).isEqualTo("DONE");
    assertThat(status.path("rows").asLong()).isEqualTo(7);
    assertThat(status.path("imported").asLong()).isEqualTo(3);
    assertThat(status.path("rejections").findValuesAsText("line"))
        .containsExactly("5", "6", "7", "8");
    assertThat(names("wwFileLines")).containsExactly("one", "two\nlines", "blanks round the id");
  }

  @Test
  void namesStayAsTheyAre() {
    String[] names = {
      "=1+1",
      "+49",
      "-1",
      "@home",
      "\ttab",
      " blanks ",
      "a,b \"c\"",
      "\uD83D\uDC69\u200D\uD83D\uDC67",
      "\uD842\uDFB7野家",
      "\uFFFD"
    };
    Export export = new Export();
    for (int each = 0; each < names.length; each++) {
      export.row(each, 1, "", names[each]);
    }

    export.importInto(operator, TENANT, new CorpId("wwFileNames"));

    assertThat(names("wwFileNames")).containsExactly(names);
  }

  @Test
  void aLineThatIsNotUtf8IsRefusedAndTheOthersAreIn() {
    byte[] file =
        bytes(
            StandardCharsets.UTF_8,
            Export.HEADER
                + "wmContact000000001,王小明,member001,,1,,\n"
                + "wmContact000000002,#,member001,,1,,\n"
                + "wmContact000000003,李雷,member001,,1,,\n");
    file[new String(file, StandardCharsets.ISO_8859_1).indexOf('#')] = (byte) 0xC4;

    JsonNode status = contacts("wwFileByte", file);

    assertThat(status.path("status").asText()).isEqualTo("DONE");
    assertThat(status.path("rejections").findValuesAsText("line")).containsExactly("3");
    assertThat(names("wwFileByte")).containsExactly("王小明", "李雷");
  }

  @Test
  void aFileInAnotherEncodingIsRefusedWhole() {
    StringBuilder text = new StringBuilder(Export.HEADER);
    for (int each = 0; each < 50; each++) {
      text.append(Export.contact(each)).append(",联通王小明,member001,,1,,\n");
    }

    JsonNode status = contacts("wwFileGbk", bytes(Charset.forName("GBK"), text.toString()));

    assertFailed(status, "not UTF-8");
    assertThat(names("wwFileGbk")).isEmpty();
  }

  @Test
  void aFileInUtf16IsRefused() {
    assertFailed(contacts("wwFile16", bytes(StandardCharsets.UTF_16, Export.HEADER)), "UTF-16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "external_userid;name;member_userid;tags;gender;added_at;remark\n",
        "external_userid,name,member_userid,tags,gender,added_at\n",
        "External_Userid,name,member_userid,tags,gender,added_at,remark\n",
        "PK\u0003\u0004 a workbook",
        "\u0000\u0001\u0002",
        "{\"this\":\"is json\"}"
      })
  void whatIsNoSuchFileIsRefusedWithAReason(String text) {
    JsonNode status = contacts("wwFileWrong", text);

    assertThat(status.path("status").asText()).isEqualTo("FAILED");
    assertThat(status.path("reason").asText()).isNotBlank();
    assertThat(names("wwFileWrong")).isEmpty();
  }

  @Test
  void aCompressedFileIsRefused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Export.HEADER.getBytes(StandardCharsets.UTF_8));
    }

    assertFailed(contacts("wwFileGzip", packed.toByteArray()), "gzip");
  }

  @Test
  void aQuoteThatIsNeverClosedEndsTheImportAndWhatWasReadBeforeStays() {
    StringBuilder text = new StringBuilder(Export.HEADER);
    for (int each = 1; each <= 5; each++) {
      text.append(Export.contact(each)).append(",good,member001,,1,,\n");
    }
    text.append(Export.contact(6)).append(",\"never closed,member001,,1,,\n");
    text.append(Export.contact(7)).append(",lost,member001,,1,,\n");

    JsonNode status = contacts("wwFileQuote", text.toString());

    assertFailed(status, "line 6");
    assertThat(status.path("imported").asLong()).isEqualTo(5);
    assertThat(names("wwFileQuote")).hasSize(5);
  }

  @Test
  void anUploadThatIsTooLargeIsRefused() {
    byte[] large = new byte[9 << 20];

    HttpResponse<String> answer =
        operator.upload(
            TENANT,
            "/api/v1/contacts:import?corpId=wwFileLarge",
            BodyPublishers.ofByteArray(large),
            null);

    assertThat(operator.read(answer, 413).path("code").asText()).isEqualTo("payload-too-large");
  }

  @Test
  void oneKeyMakesOneImportAndWithAnotherFileIsRefused() throws IOException {
    String key = UUID.randomUUID().toString();
    String path = "/api/v1/contacts:import?corpId=wwFileKey";
    String file = Export.HEADER + "wmContact000000001,one,member001,,1,,\n";

    JsonNode first =
        operator.read(operator.upload(TENANT, path, BodyPublishers.ofString(file), key), 202);
    JsonNode second =
        operator.read(operator.upload(TENANT, path, BodyPublishers.ofString(file), key), 202);
    HttpResponse<String> other =
        operator.upload(TENANT, path, BodyPublishers.ofString(file + "\n"), key);

    assertThat(second).isEqualTo(first);
    assertThat(operator.read(other, 422).path("code").asText()).isEqualTo("idempotency-key-reused");
    operator.ended(TENANT, first.path("importId").asText());
    // Deleted after the import's end was told.
    await()
        .untilAsserted(
            () -> {
              try (Stream<Path> left = Files.list(RealServers.SPOOL)) {
                assertThat(left.filter(each -> each.toString().endsWith(".csv"))).isEmpty();
              }
            });
  }

  @Test
  void aLaterRowOfAContactAndMemberReplacesItsTags() {
    CorpId corp = new CorpId("wwFileTags");
    new Export().row(1, 1, "a|b").row(1, 2, "b").importInto(operator, TENANT, corp);
    new Export().row(1, 1, "c").importInto(operator, TENANT, corp);

    JsonNode listed =
        operator.read(operator.get(TENANT, "/api/v1/contacts?corpId=wwFileTags"), 200);

    assertThat(listed.path("items").get(0).path("tags").toString()).isEqualTo("[\"b\",\"c\"]");
  }

  @Test
  void anotherTenantSeesNeitherImportsNorContacts() {
    JsonNode status =
        contacts("wwFileTenant", Export.HEADER + "wmContact000000001,one,member001,,1,,\n");
    TenantId other = new TenantId(7049);

    assertThat(
            operator.get(other, "/api/v1/imports/" + status.path("importId").asText()).statusCode())
        .isEqualTo(404);
    assertThat(
            operator
                .read(operator.get(other, "/api/v1/contacts?corpId=wwFileTenant"), 200)
                .path("items"))
        .isEmpty();
  }

  @Test
  void contactsAreListedPageByPage() {
    CorpId corp = new CorpId("wwFilePages");
    new Export().contactsOf(1, 1, 5).row(3, 2, "x").importInto(operator, TENANT, corp);

    JsonNode first =
        operator.read(operator.get(TENANT, "/api/v1/contacts?corpId=wwFilePages&limit=2"), 200);
    JsonNode second =
        operator.read(
            operator.get(
                TENANT,
                "/api/v1/contacts?corpId=wwFilePages&limit=2&cursor="
                    + first.path("nextCursor").asText()),
            200);

    assertThat(first.path("items").findValuesAsText("externalUserId"))
        .containsExactly(Export.contact(1), Export.contact(2));
    assertThat(second.path("items").findValuesAsText("externalUserId"))
        .containsExactly(Export.contact(3), Export.contact(4));
    assertThat(second.path("items").get(0).path("memberUserids").toString())
        .isEqualTo("[\"member001\",\"member002\"]");
  }

  private JsonNode contacts(String corp, String text) {
    return contacts(corp, text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode contacts(String corp, byte[] file) {
    return operator.imports(
        TENANT, "/api/v1/contacts:import?corpId=" + corp, BodyPublishers.ofByteArray(file));
  }

  private static void assertFailed(JsonNode status, String reason) {
    assertThat(status.path("status").asText()).isEqualTo("FAILED");
    assertThat(status.path("reason").asText()).contains(reason);
  }

  private List<String> names(String corp) {
    return jdbc.sql(
            "select name from contact where tenant_id = 704 and corp_id = :corp order by external_userid")
        .param("corp", corp)
        .query(String.class)
        .list();
  }

  private static byte[] bytes(Charset charset, String text) {
    return text.getBytes(charset);
  }
}
